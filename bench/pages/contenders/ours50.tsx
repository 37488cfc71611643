import { createUseAnswer } from './ours';

export const useAnswer = createUseAnswer(50);
