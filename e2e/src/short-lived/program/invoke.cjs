// @ts-nocheck: it belongs to lambda.cjs.
// Invokes the function as AWS Lambda does, and lets nothing of it go on when it has answered.
const { handler } = require('./lambda.cjs');

const deadline = Date.now() + Number(process.argv[2]);
const context = {
  awsRequestId: 'request',
  invokedFunctionArn: 'arn',
  getRemainingTimeInMillis: () => deadline - Date.now(),
};
handler({}, context).then(
  () => {
    console.log('answered');
    process.kill(process.pid, 'SIGKILL');
  },
  (error) => {
    console.error(error);
    process.exit(1);
  },
);
