import { Answer } from './Answer.tsx';
import { Feed } from './Feed.tsx';
import './welcome.css';

/** Where to go from here: the path of a page, what it is called, and what it shows. */
const PLACES = [
  ['story/chat--welcome', 'Chat', 'A whole chat: Markdown, thinking, tools, stop and retry.'],
  ['story/resume--survives', 'Answers that survive', 'A reload, a second tab, a cut connection: one POST.'],
  ['story/formats--replay', 'Formats', 'Recorded streams of each provider, replayed event by event.'],
  ['story/reading--smooth-text', 'Reading', 'Text at an even pace, and what a screen reader says of it.'],
  ['story/feed--live', 'Live feeds', 'Prices, logs, notifications, and a job with its progress bar.'],
  ['story/sharing--tabs', 'Tabs', 'One connection for all tabs of the browser.'],
  ['story/faults--panel', 'Faults', 'Cut, stall and refuse a connection, and see it recover.'],
  ['story/performance--side-by-side', 'Speed', 'What a fast stream costs, with each throttle and without.'],
  ['docs/docs-getting-started--docs', 'Getting started', 'From the install to the first answer.'],
  ['docs/docs-reference-usessestream--docs', 'Reference', 'Every option and every field.'],
] as const;

/** The first page of the playground. */
export function WelcomePage() {
  return (
    <main className="page stack welcome-page">
      <header className="stack">
        <h1>react-event-source</h1>
        <p className="welcome-lead">
          React hooks for server-sent events. One asks for an answer, the other keeps a feed; both retry,
          resume and tell you what the connection is doing.
        </p>
        <pre className="welcome-install">npm install react-event-source</pre>
      </header>
      <div className="welcome-pair">
        <Answer />
        <Feed />
      </div>
      <nav className="stack" aria-labelledby="where-to-go">
        <h2 id="where-to-go">Where to go from here</h2>
        <ul className="welcome-places">
          {PLACES.map(([path, name, words]) => (
            <li key={path}>
              <a href={`./?path=/${path}`} target="_top">
                <strong>{name}</strong>
                <span className="muted">{words}</span>
              </a>
            </li>
          ))}
        </ul>
      </nav>
    </main>
  );
}
