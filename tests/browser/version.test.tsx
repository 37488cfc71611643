import { version } from 'react';
import { version as domVersion } from 'react-dom';
import { expect, test } from 'vitest';
import { expectedReact } from '../support/version.ts';

test('this project runs on the React that it says', () => {
  expect([version, domVersion].map((each) => each.split('.')[0])).toEqual([expectedReact, expectedReact]);
});
