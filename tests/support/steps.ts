/** Where a fault waits until the client has seen the head, or a message: it tells by `release`. */
export const OPENED = 1;
export const HEARD = 2;
