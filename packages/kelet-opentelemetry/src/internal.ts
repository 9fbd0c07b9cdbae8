/**
 * For kelet-temporal-plugin: what it shares of this package. It follows no version promise to users.
 *
 * @module
 */
export { goesToKelet, innermost, processorsOf, resourceOf, stamping } from './join';
export { registerProvider } from './provider';
export { type Carrier, inTraceOf, lacksTraceParent, withTraceParent } from './trace-parent';
export { finishedWorkflowSpan, type WorkflowSpan } from './workflow-span';
