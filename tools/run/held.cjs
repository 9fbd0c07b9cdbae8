// Loaded first by each process of Jest. Jest kills one that has not ended half a second after its last test, and says
// so; but a busy machine may take that long to give back the memory of one that waits for nothing. Only one that still
// waits runs this.
if (process.send !== undefined) {
  process.on('SIGTERM', () => {
    // Until its last test is over, it listens to Jest: then it is the command that ends it.
    const isOver = process.listenerCount('message') === 0;
    if (isOver) console.error(`KELET_HELD a process of Jest was held (${process.getActiveResourcesInfo().join(', ')})`);
    process.exit(143);
  });
}
