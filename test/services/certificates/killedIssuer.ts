import { issueRequest, openWorld, pin, today } from './certificateWorld.ts';
import { CallFaults } from './faultyPorts.ts';

/**
 * One issue or renewal in a process of its own that kills itself: `killedIssuer.ts {directory} {issue|renew} {call}
 * {before|after} {request as JSON}`. `call` counts the writes into the register, which hold the journal.
 */
const [directory = '', act = '', call = '0', when = 'before', json = '{}'] = process.argv.slice(2);

class Killing extends CallFaults {
  override over<T extends object>(name: string, port: T): T {
    let inserts = 0;
    return new Proxy(port, {
      get: (target, property) => {
        const method: unknown = Reflect.get(target, property, target);
        if (typeof method !== 'function') return method;
        return async (...args: unknown[]) => {
          if (name === 'register' && property === 'insert') inserts += 1;
          const dies = property === 'insert' && inserts === Number(call);
          if (dies && when === 'before') process.kill(process.pid, 'SIGKILL');
          const answer: unknown = await method.apply(target, args);
          if (dies) process.kill(process.pid, 'SIGKILL');
          return answer;
        };
      },
    });
  }
}

const world = await openWorld({ directory }, today, true);
const module = await world.reopen({ register: new Killing().over('register', world.parts.register) });
const request = JSON.parse(json) as Parameters<typeof issueRequest>[1] & { readonly enrollmentId: string }; // from our test
if (act === 'issue') {
  await module.issue(issueRequest({ ...world, module }, request));
} else {
  world.clock.at = Temporal.Instant.from('2027-11-20T10:00:00+09:00');
  const { personKey, product, bankCode, caseId } = request;
  const enrollmentId = `renewal-${request.enrollmentId}`;
  const asking = { personKey, product, bankCode, now: world.clock.at };
  const offer = await module.renewal(asking);
  const confirmedHash = offer.ok ? offer.value.summary.hash : '';
  await module.renew({ ...asking, caseId, requestId: enrollmentId, enrollmentId, credential: pin, confirmedHash });
}
await module.delivered(act === 'issue' ? request.enrollmentId : `renewal-${request.enrollmentId}`);
process.exit(0);
