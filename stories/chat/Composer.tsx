import { useState } from 'react';
import type { ChatSettings } from './conversation.ts';

interface ComposerProps {
  readonly isRunning: boolean;
  readonly settings: ChatSettings;
  readonly onSettings: (settings: ChatSettings) => void;
  readonly onSend: (text: string) => void;
  readonly onStop: () => void;
}

/** Where the next question is written. Enter sends, Shift+Enter breaks the line, Escape stops the answer. */
export function Composer({ isRunning, settings, onSettings, onSend, onStop }: ComposerProps) {
  const [draft, setDraft] = useState('');
  const canSend = !isRunning && draft.trim() !== '';
  const send = (): void => {
    if (!canSend) return;
    onSend(draft.trim());
    setDraft('');
  };
  const toggle = (name: keyof ChatSettings, label: string) => (
    <button
      type="button"
      className="button small"
      aria-pressed={settings[name]}
      onClick={() => onSettings({ ...settings, [name]: !settings[name] })}
    >
      {label}
    </button>
  );
  return (
    <form
      className="composer"
      onSubmit={(event) => {
        event.preventDefault();
        send();
      }}
    >
      <textarea
        aria-label="Message"
        placeholder="Ask anything"
        rows={2}
        value={draft}
        onChange={(event) => setDraft(event.target.value)}
        onKeyDown={(event) => {
          if (event.key === 'Escape') onStop();
          if (event.key === 'Enter' && !event.shiftKey && !event.nativeEvent.isComposing) {
            event.preventDefault();
            send();
          }
        }}
      />
      <div className="row">
        {toggle('reasoning', 'Think first')}
        {toggle('tools', 'Tools')}
        <span className="push" />
        {isRunning ? (
          <button type="button" className="button primary" onClick={onStop}>
            Stop
          </button>
        ) : (
          <button type="submit" className="button primary" disabled={!canSend}>
            Send
          </button>
        )}
      </div>
    </form>
  );
}
