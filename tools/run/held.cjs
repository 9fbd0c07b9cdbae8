// Loaded first by each process of Jest. Jest kills one that has not ended half a second after its last test, and says
// so; but a busy machine may take that long to give back the memory of one that waits for nothing, or to come to what
// was about to run. A process that waits for nothing ends by itself within the time given here; Jest's next kill, which
// cannot be heard, comes half a second after its first.
const ENDS_WITHIN_MS = 250;

if (process.send !== undefined) {
  process.on('SIGTERM', () => {
    // Until its last test is over, a process listens to Jest: then it is the command that ends it.
    if (process.listenerCount('message') > 0) process.exit(143);
    setTimeout(() => {
      console.error(`KELET_HELD a process of Jest was held (${process.getActiveResourcesInfo().join(', ')})`);
      process.exit(143);
    }, ENDS_WITHIN_MS).unref();
  });
}
