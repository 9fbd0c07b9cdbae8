const SHORT_BYTES = 65_536;

/**
 * The body of an answer, where it is plain and short; else '', and the answer is cut off: what is long or compressed is
 * no answer of the API, and reading it could take more memory and time than the signal. Read also where the text is not
 * wanted, so that the connection can serve the next signal. Never rejects.
 */
export async function shortBody(response: Response): Promise<string> {
  try {
    const { headers, body } = response;
    if (body === null) return '';
    const length = headers.get('content-length');
    // fetch() inflates what says that it is compressed, also where it was asked not to be.
    if (!isPlain(headers.get('content-encoding')) || Number(length) > SHORT_BYTES) {
      await body.cancel();
      return '';
    }
    // The usual answer is faster to take at once.
    return length === null ? await upToShort(body) : await response.text();
  } catch {
    // One that never ends, or is cut off, ends with the attempt: the status alone decides.
    return '';
  }
}

function isPlain(encoding: string | null): boolean {
  return encoding === null || /^\s*(identity)?\s*$/i.test(encoding);
}

async function upToShort(body: ReadableStream<Uint8Array>): Promise<string> {
  const decoder = new TextDecoder();
  let text = '';
  let bytes = 0;
  for await (const chunk of body) {
    bytes += chunk.byteLength;
    if (bytes > SHORT_BYTES) return ''; // to leave the loop is to cancel the body
    text += decoder.decode(chunk, { stream: true });
  }
  return text + decoder.decode();
}
