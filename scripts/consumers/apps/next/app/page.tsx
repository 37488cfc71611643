import type { SseMessage } from 'react-event-source';
import { Demo } from '../Demo';

const message: SseMessage = { type: 'message', data: 'static', lastEventId: '' };

export default function Page() {
  return (
    <main>
      <p id="page">{message.data}</p>
      <Demo />
    </main>
  );
}
