import { useState } from 'react';

/** A name for this component's streams: the server steers and counts them apart from all others. */
export const useKey = (): string => useState(() => crypto.randomUUID())[0];
