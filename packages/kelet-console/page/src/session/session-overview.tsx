import { FindingCard } from '../shared/finding-card';
import { AttributeTable } from '../span/attribute-table';
import { SignalList } from './signal-list';
import type { SessionModel } from './use-session';

/** What the panel shows while no span is selected. */
export function SessionOverview({ model }: { readonly model: SessionModel }) {
  const { findings, metadata, votes } = model.session;
  return (
    <div class="panel-body">
      {findings.length > 0 && (
        <section aria-labelledby="findings-title">
          <h2 id="findings-title">
            Findings <span class="total">{findings.length}</span>
          </h2>
          {findings.map((finding, i) => (
            <FindingCard key={`${finding.code} ${i}`} finding={finding} heading="h3" />
          ))}
        </section>
      )}
      <section aria-labelledby="signals-title">
        <h2 id="signals-title">
          Signals <span class="total">{votes.length}</span>
        </h2>
        <SignalList signals={votes} model={model} naming />
      </section>
      <section aria-labelledby="metadata-title">
        <h2 id="metadata-title">Metadata</h2>
        <AttributeTable attributes={metadata} none="The session carries no metadata." />
      </section>
    </div>
  );
}
