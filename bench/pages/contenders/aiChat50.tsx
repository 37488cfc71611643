import { createUseAnswer } from './aiChat';

export const useAnswer = createUseAnswer(50);
