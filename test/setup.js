// The CloudFormation validator costs about a second and 340 MB a synth; test/slow/schema.test.ts runs it.
process.env.CDK_VALIDATION = 'false';

// What the CDK does beside writing templates, and nearly no test reads; one that does asks for it by the context of its app.
process.env.CDK_CONTEXT_JSON = JSON.stringify({
  // It notes for each resource where that was made: a fifth of the time of a synth here, since Jest maps each line of these
  // stacks to its source.
  'aws:cdk:disable-creation-stack-traces': true,
  // It copies assets into the output: kubectl and the AWS command line alone are tens of megabytes a synth.
  'aws:cdk:disable-asset-staging': true,
});
// Jest says 100. This is what Node has, and enough to see where a test fails.
Error.stackTraceLimit = 10;
