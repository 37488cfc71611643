import { useState } from 'react';
import { parsePartialJson, useSseStream, type SseMessage, type UseSseStreamResult } from 'react-event-source';
import { AnswerView } from '../chat/AnswerView.tsx';
import { ConnectionState } from '../components/ConnectionState.tsx';
import { GrowingPane } from '../components/GrowingPane.tsx';
import { useKey } from '../components/useKey.ts';
import { playgroundClient } from '../server/client.ts';
import { RECORDINGS, stepsOf, type Recording } from './recordings.ts';
import '../chat/chat.css';
import '../chat/markdown.css';
import './formats.css';

interface FormatsPageProps {
  /** Ms from one event to the next. */
  readonly every: number;
  readonly recording: string;
}

const client = playgroundClient();
const families = [...new Set(RECORDINGS.map(({ family }) => family))];
const pretty = (value: unknown): string => (value === undefined ? '…' : JSON.stringify(value, null, 1));

function Choice({ value, onChange }: { value: Recording; onChange: (id: string) => void }) {
  return (
    <label className="row choice">
      <span>Recording</span>
      <select value={value.id} onChange={(event) => onChange(event.target.value)}>
        {families.map((family) => (
          <optgroup key={family} label={family}>
            {RECORDINGS.filter((each) => each.family === family).map(({ id }) => (
              <option key={id}>{id}</option>
            ))}
          </optgroup>
        ))}
      </select>
    </label>
  );
}

/** What the hook gives. The tool calls come last: they grow. */
function State({ of: { status, finishReason, usage, toolCalls } }: { of: UseSseStreamResult }) {
  return (
    <section className="card stack facts" aria-label="State">
      <h2>State</h2>
      <div className="facts-list" tabIndex={0} role="group" aria-label="Fields">
        <dl>
          <dt>status</dt>
          <dd className="mono">{status}</dd>
          <dt>finishReason</dt>
          <dd className="mono">{String(finishReason)}</dd>
          <dt>usage</dt>
          <dd>
            <pre className="usage" tabIndex={0}>
              {pretty(usage)}
            </pre>
          </dd>
          {toolCalls.map((call, index) => (
            <div key={call.id || index} className="contents">
              <dt>{call.name}</dt>
              <dd>
                <pre>{pretty(parsePartialJson(call.arguments))}</pre>
              </dd>
            </div>
          ))}
        </dl>
      </div>
    </section>
  );
}

const Messages = ({ messages }: { messages: readonly SseMessage[] }) => (
  <section className="card stack wire-card" aria-labelledby="messages">
    <h2 id="messages">Messages</h2>
    <GrowingPane role="group" label="The messages as they come">
      <ol className="wire mono" aria-label="Messages">
        {messages.map(({ type, data }, index) => (
          // the list only grows
          <li key={index}>
            <b>{type}</b> {data}
          </li>
        ))}
      </ol>
    </GrowingPane>
  </section>
);

/** A recorded answer, replayed by the server, and the same answer shape whoever sent it. */
export function FormatsPage({ every, recording }: FormatsPageProps) {
  const key = useKey();
  const [id, setId] = useState(recording);
  const [messages, setMessages] = useState<readonly SseMessage[]>([]);
  const chosen = RECORDINGS.find((each) => each.id === id) ?? RECORDINGS[0]!;
  const run = useSseStream(undefined, {
    format: chosen.format,
    onMessage: (message) => setMessages((before) => [...before, message]),
  });
  const { status, isRunning, refusal, start, stop } = run;

  const replay = async (): Promise<void> => {
    setMessages([]);
    const url = await client.script(key, { steps: stepsOf(chosen, every) });
    await start({ url });
  };
  const choose = (next: string): void => {
    run.reset();
    setMessages([]);
    setId(next);
  };

  return (
    <main className="page stack formats">
      <header className="row">
        <h1>Formats</h1>
        <ConnectionState of={run} />
      </header>
      <div className="row">
        <Choice value={chosen} onChange={choose} />
        <button
          type="button"
          className="button primary replay"
          onClick={isRunning ? stop : () => void replay()}
        >
          {isRunning ? 'Stop' : 'Replay'}
        </button>
        <span className="muted">{chosen.note}</span>
      </div>
      <div className="columns">
        <section className="card stack" aria-label="Answer">
          <h2>Answer</h2>
          <GrowingPane role="group" label="The answer as it grows">
            {status === 'idle' ? (
              <p className="muted">Press Replay.</p>
            ) : (
              <AnswerView
                step={{
                  answer: run,
                  speed: { tokens: messages.length, perSecond: 0 },
                  results: [],
                  decisions: [],
                }}
                isLive={isRunning}
              />
            )}
            {refusal && <p className="refusal">{refusal}</p>}
          </GrowingPane>
        </section>
        <State of={run} />
      </div>
      <Messages messages={messages} />
    </main>
  );
}
