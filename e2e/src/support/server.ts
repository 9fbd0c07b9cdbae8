/** The server that `npm test` found or started. */
export function temporalAddress(): string {
  const address = process.env['TEMPORAL_ADDRESS'];
  if (!address) {
    throw new Error('TEMPORAL_ADDRESS is not set. Run the tests with `npm test`, which finds or starts a server.');
  }
  return address;
}
