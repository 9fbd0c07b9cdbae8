/** An answer that is not 200. */
export class Refusal extends Error {
  constructor(
    readonly status: number,
    message: string,
  ) {
    super(message);
  }
}

/** The answer to a request that failed. Never throws, although reading the error may run code of others. */
export function answerTo(error: unknown): { readonly status: number; readonly message: string } {
  try {
    const status = error instanceof Refusal ? error.status : 500;
    return { status, message: String(error instanceof Error ? error.message : error) };
  } catch {
    return { status: 500, message: `the receiver failed with a value of type ${typeof error}` };
  }
}
