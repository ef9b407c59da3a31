// The CloudFormation validator costs about a second and 340 MB a synth; one dedicated suite runs it (test/slow).
process.env.CDK_VALIDATION = 'false';
