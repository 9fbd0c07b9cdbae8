import { OpenTelemetryWorkflowClientInterceptor } from '@temporalio/interceptors-opentelemetry';
import { run } from './program.js';

// Temporal's own interceptor, registered by the user, beside the plugin.
run({ interceptors: { workflow: [new OpenTelemetryWorkflowClientInterceptor()] } });
