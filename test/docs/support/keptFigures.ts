import { figureIn } from './source.ts';

// Figures that papers name more than once and their files keep to themselves.

/** Characters that an agent writes at once. */
export const longestAgentText = figureIn('services/assistance/agentText.ts', 'longestAgentText');
/** Hours after which an agent who wrote nothing holds nobody. */
export const agentSilentHours = figureIn('services/cases/handoff.ts', 'agentSilentHours');
/** Hours for which a relying party may ask about a log-in. */
export const loginHours = figureIn('services/cloudAccount/cloudLogins.ts', 'loginHours');
/** Minutes of a visit to the cloud's pages. */
export const cloudVisitMinutes = figureIn('services/cloudAccount/cloudVisits.ts', 'cloudVisitMinutes');
/** Failed identity checks a day. */
export const identityFailuresADay = figureIn('services/steps/identify.ts', 'identityFailuresADay');
/** Codes that one phone gets in an hour, and in a day. */
export const sendsAnHour = figureIn('services/sms/smsLimits.ts', 'sendsAnHour');
export const sendsADay = figureIn('services/sms/smsLimits.ts', 'sendsADay');
/** How long a bank may take while a page shows progress. */
export const bankMilliseconds = figureIn('services/visits/awayVisit.ts', 'patienceMilliseconds');
/** Messages of a conversation a minute. */
export const messagesPerMinute = figureIn('dialogs/listeners/guards.ts', 'messagesPerMinute');
/** Deliveries that wait behind the one that runs. */
export const mostWaiting = figureIn('bots/deliveryQueue.ts', 'mostWaiting');
