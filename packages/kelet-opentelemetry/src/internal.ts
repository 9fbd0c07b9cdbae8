/**
 * For kelet-temporal-plugin: what it shares of this package. It follows no version promise to users.
 *
 * @module
 */
export { goesToKelet, innermost, processorsOf, resourceOf, stamping } from './join';
export { registerProvider } from './provider';
export { finishedWorkflowSpan, type WorkflowSpan } from './workflow-span';
