import { type Format, jsonText } from 'react-event-source';

interface Event {
  code: number;
  message?: string;
  data: true | { id?: string; answer: string; reference?: { chunks?: Chunk[] } };
}

interface Chunk {
  id: string;
  content?: string;
  document_name?: string;
}

/** `POST /api/v1/chats/:id/completions` with `stream: true`: each event has the whole answer so far. */
export const ragflow: Format = jsonText((value) => {
  const { code, message = `code ${code}`, data } = value as Event;
  if (code) return { type: 'error', error: { message, code } };
  if (data === true) return { type: 'done' };
  return [
    { type: 'meta', id: data.id },
    { type: 'replace', channel: 'text', value: data.answer },
    ...(data.reference?.chunks ?? []).map(({ id, content, document_name }) => ({
      type: 'source' as const,
      key: id,
      document: document_name,
      quote: content,
    })),
  ];
});
