/**
 * What kelet-temporal-plugin uses of this package. This entry follows no version promise to users.
 *
 * @module
 */
export { harmless } from './harmless';
export { flushed, goesToKelet, innermost, processorsOf, resourceOf, stamping } from './join';
export { registerProvider } from './provider';
export { isPrimitive } from './span-rules';
export { type Carrier, inTraceOf, lacksTraceParent, withTraceParent } from './trace-parent';
export { finishedWorkflowSpan, type WorkflowSpan } from './workflow-span';
