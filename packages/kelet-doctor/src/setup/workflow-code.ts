import { read } from 'kelet-core/internal';
import { propagateOf, settingsForBundle } from 'kelet-temporal-interceptors/internal';
import { SIGNAL_ACTIVITY } from 'kelet-temporal-interceptors/names';
import { bundleFault } from 'kelet-temporal-plugin/internal';
import { type Finding, finding } from '../findings/finding';
import { activitiesOf, type Part } from './parts';

/** Whether workflow code has Kelet, with the right settings, and somebody who sends its signals. */
export function checkWorkflowCode(parts: readonly Part[]): Finding[] {
  return parts
    .filter(({ side, hasKelet }) => side === 'worker' && hasKelet)
    .flatMap((part) => [...bundle(part), ...moduleByHand(part), ...signalActivity(part)]);
}

function bundle({ name, options, keletOptions }: Part): Finding[] {
  // Interceptors that were made by hand do not say which settings they have.
  const settings = keletOptions && settingsForBundle(keletOptions as never);
  const fault = bundleFault(options, settings ?? '');
  if (fault === undefined) return [];
  if (fault === 'absent') return [finding('bundleWithoutKelet', [`workflowBundle of ${name}`])];
  if (settings === undefined) return [];
  const where = [`workflowBundle of ${name}`, `the bundle has ${fault.found}`, `the worker has ${settings}`];
  return [finding('bundleSettingsDiffer', where)];
}

/** KeletPlugin adds the module as the bundle is built. */
function moduleByHand({ name, options, keletOptions, workflowModules }: Part): Finding[] {
  const path = read(options, 'workflowsPath');
  if (keletOptions !== undefined || typeof path !== 'string') return [];
  if (workflowModules.some((entry) => propagateOf(entry) !== undefined)) return [];
  return [finding('workflowModuleMissing', [`${name}, with workflowsPath '${path}'`])];
}

/** A worker without activities polls for none, and leaves signals to another. */
function signalActivity({ name, options, keletOptions, isMade }: Part): Finding[] {
  if (keletOptions?.signalDispatch?.taskQueue !== undefined) return [];
  // KeletPlugin adds the activity as the worker is made.
  if (keletOptions !== undefined && !isMade) return [];
  const activities = activitiesOf(options);
  if (activities.length === 0 || activities.includes(SIGNAL_ACTIVITY)) return [];
  const shown = activities.slice(0, 3).join(', ');
  return [finding('signalsNotServed', [`${name} serves ${shown}, and not ${SIGNAL_ACTIVITY}`])];
}
