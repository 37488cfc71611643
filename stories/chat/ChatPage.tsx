import { useState } from 'react';
import type { Throttle } from 'react-event-source';
import { ConnectionState } from '../components/ConnectionState.tsx';
import { AnswerView, summary } from './AnswerView.tsx';
import { Announcer } from './Announcer.tsx';
import { Composer } from './Composer.tsx';
import type { ChatSettings, Exchange, Step } from './conversation.ts';
import { Question } from './Question.tsx';
import { useConversation } from './useConversation.ts';
import { useStickToBottom } from './useStickToBottom.ts';
import { WIRES, type WireName } from './wires.ts';
import './chat.css';
import './markdown.css';

interface ChatPageProps {
  readonly url: (request: number) => string;
  readonly wire?: WireName;
  readonly initialSettings?: ChatSettings;
  readonly throttle?: Throttle | undefined;
}

const SUGGESTIONS = [
  'How does an answer reach me token by token?',
  'What happens when the connection breaks?',
  'Say hello in seven languages',
];

function Welcome({ onAsk }: { onAsk: (question: string) => void }) {
  return (
    <div className="welcome">
      <h2>What would you like to know?</h2>
      <div className="row">
        {SUGGESTIONS.map((text) => (
          <button key={text} type="button" className="button" onClick={() => onAsk(text)}>
            {text}
          </button>
        ))}
      </div>
    </div>
  );
}

/** A whole chat: the conversation, its state, and the composer. */
export function ChatPage({
  url,
  wire = 'chat/completions',
  initialSettings = { reasoning: false, tools: false },
  throttle,
}: ChatPageProps) {
  const [settings, setSettings] = useState(initialSettings);
  const chat = useConversation({ url, wire: WIRES[wire], settings, throttle });
  const { exchanges, run, speed } = chat;
  const { isRunning } = run;
  const { ref, isStuck, toBottom } = useStickToBottom();

  const stepsOf = (exchange: Exchange, isLast: boolean): readonly Step[] =>
    isLast && isRunning
      ? [...exchange.steps, { answer: run, speed, results: [], decisions: [] }]
      : exchange.steps;

  return (
    <main className="chat">
      <header className="chat-bar row">
        <h1>Chat</h1>
        <ConnectionState of={run}>
          {isRunning && <span className="mono">{summary({ answer: run, speed })}</span>}
        </ConnectionState>
        <button
          type="button"
          className="button small push"
          disabled={exchanges.length === 0}
          onClick={chat.clear}
        >
          New chat
        </button>
      </header>
      <div className="chat-scroll" ref={ref} tabIndex={0} role="region" aria-label="Conversation">
        <div className="chat-column">
          {exchanges.length === 0 && <Welcome onAsk={chat.ask} />}
          {exchanges.map((exchange, index) => {
            const isLast = index === exchanges.length - 1;
            const steps = stepsOf(exchange, isLast);
            /** What may be done about a step: only about the last of all, once it is over. */
            const last = <T,>(number: number, action: T): T | undefined =>
              isLast && !isRunning && number === steps.length - 1 ? action : undefined;
            return (
              <section className="exchange" key={exchange.id} aria-label={`Exchange ${index + 1}`}>
                <Question text={exchange.question} onResend={(text) => chat.resend(exchange.id, text)} />
                {steps.map((step, number) => (
                  <AnswerView
                    key={number}
                    step={step}
                    isLive={isRunning && step.answer === run}
                    onRetry={last(number, chat.regenerate)}
                    onDecide={last(number, chat.decide)}
                  />
                ))}
              </section>
            );
          })}
        </div>
      </div>
      <div className="chat-foot">
        {!isStuck && (
          <button type="button" className="button to-bottom" onClick={toBottom}>
            ↓ Newest
          </button>
        )}
        <Composer
          isRunning={isRunning}
          settings={settings}
          onSettings={setSettings}
          onSend={chat.ask}
          onStop={chat.stop}
        />
      </div>
      <Announcer run={run} />
    </main>
  );
}
