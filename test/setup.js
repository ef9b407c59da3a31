// The CloudFormation validator costs about a second and 340 MB a synth; test/slow/schema.test.ts runs it.
process.env.CDK_VALIDATION = 'false';
