import { createUseAnswer } from './aiCompletion';

export const useAnswer = createUseAnswer(50);
