/**
 * The function behind `ClosedDefaultSecurityGroup`, as Lambda runs it. A new VPC's default group has at most three rules:
 * all traffic from itself, and all traffic out by IPv4 and by IPv6 (VPC user guide, "Default security groups"). A rule
 * that is not there is as good as revoked. A role made a moment ago may not be known everywhere yet, hence the retries.
 * On deletion it does nothing: the VPC goes next, and a group that stays is better closed.
 */
export const CLOSE_DEFAULT_SECURITY_GROUP = `
const { EC2Client, RevokeSecurityGroupEgressCommand, RevokeSecurityGroupIngressCommand } = require('@aws-sdk/client-ec2');
const client = new EC2Client({});
const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

async function revoke(command, attempt = 1) {
  try {
    await client.send(command);
  } catch (error) {
    if (error.name === 'InvalidPermission.NotFound') return;
    if (error.name !== 'UnauthorizedOperation' || attempt === 5) throw error;
    await pause(attempt * 2000);
    await revoke(command, attempt + 1);
  }
}

async function close(GroupId) {
  const all = (peer) => ({ GroupId, IpPermissions: [{ IpProtocol: '-1', ...peer }] });
  await revoke(new RevokeSecurityGroupIngressCommand(all({ UserIdGroupPairs: [{ GroupId }] })));
  await revoke(new RevokeSecurityGroupEgressCommand(all({ IpRanges: [{ CidrIp: '0.0.0.0/0' }] })));
  await revoke(new RevokeSecurityGroupEgressCommand(all({ Ipv6Ranges: [{ CidrIpv6: '::/0' }] })));
}

exports.handler = async (event) => {
  const { GroupId } = event.ResourceProperties;
  const { StackId, RequestId, LogicalResourceId } = event;
  const answer = { Status: 'SUCCESS', PhysicalResourceId: GroupId, StackId, RequestId, LogicalResourceId };
  try {
    if (event.RequestType !== 'Delete') await close(GroupId);
  } catch (error) {
    console.error(error);
    Object.assign(answer, { Status: 'FAILED', Reason: error.name + ': ' + error.message });
  }
  const response = await fetch(event.ResponseURL, { method: 'PUT', body: JSON.stringify(answer), headers: { 'content-type': '' } });
  if (!response.ok) throw new Error('CloudFormation did not take the answer: ' + response.status);
};
`.trim();
