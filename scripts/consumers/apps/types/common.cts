import { createRun } from 'react-event-source/core';

export const run = createRun({ url: 'http://host/' });
