// The page of the tests of docs/coming-from.md: `/#fetch.before` shows that component.
import { type ComponentType, StrictMode } from 'react';
import { createRoot } from 'react-dom/client';

const files = import.meta.glob<Record<string, ComponentType>>('../../../docs/recipes/coming-from/*.tsx');
const file = (await files[`../../../docs/recipes/coming-from/${location.hash.slice(1)}.tsx`]?.()) ?? {};
const Shown = file['Prices'] ?? file['Chat'] ?? file['Progress'] ?? file['Completion']!;
createRoot(document.body.appendChild(document.createElement('div'))).render(
  <StrictMode>
    <Shown />
  </StrictMode>,
);
