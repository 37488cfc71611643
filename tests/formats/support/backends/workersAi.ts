import { type Format, jsonText } from 'react-event-source';

/** `env.AI.run(model, { stream: true })`, passed on as it is. */
export const workersAi: Format = jsonText((value) => {
  const { response, usage } = value as { response?: string; usage?: object };
  return [
    { type: 'text', delta: response },
    { type: 'meta', usage },
  ];
});
