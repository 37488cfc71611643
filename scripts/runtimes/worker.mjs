// @ts-check
// The same in workerd: answers a request with the results.
import * as core from 'react-event-source/core';
import { play } from './scenarios.mjs';

export default {
  /** @param {Request} request */
  async fetch(request) {
    return Response.json(await play(core, new URL(request.url).searchParams.get('base') ?? ''));
  },
};
