import { condition, defineSignal, defineUpdate, setHandler } from '@temporalio/workflow';
import { agent, agenticSession, getAgentName, getSession } from 'kelet';

type Heard = readonly (string | undefined)[];

export const tell = defineSignal('tell');
export const change = defineUpdate<Heard>('change');

const heard = (): Heard => [getSession()?.sessionId, getSession()?.project, getAgentName()];

/** Messages that came before wait for their handlers, and are handled inside of the calls that set these. */
export async function listening(): Promise<Heard> {
  let told: Heard | undefined;
  let isChanged = false;
  agent({ name: 'listener' }, () =>
    agenticSession({ sessionId: 'inner', metadata: { plan: 'pro' } }, () => {
      setHandler(tell, () => {
        told = heard();
      });
      const onChange = () => {
        isChanged = true;
        return heard();
      };
      setHandler(change, onChange, { validator: () => {} });
    }),
  );
  await condition(() => told !== undefined && isChanged);
  return told as Heard;
}
