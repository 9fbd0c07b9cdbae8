/** The longest that a timer of JavaScript can wait; a longer one fires at once. */
export const MAX_TIMER_MS = 2 ** 31 - 1;
