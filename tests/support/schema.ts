import type { StandardSchema } from 'react-event-source';

/** The smallest Standard Schema around a function that validates. */
export const schema = <T>(validate: StandardSchema<T>['~standard']['validate']): StandardSchema<T> => ({
  '~standard': { version: 1, vendor: 'tests', validate },
});
