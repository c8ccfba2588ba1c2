import { clients } from 'steps:credential';
import { goesElsewhere, wireStep } from './parts/stepClient.ts';
import { VisitTab } from './parts/visitTab.ts';

const tab = new VisitTab((answer) => {
  if (!goesElsewhere(answer)) wireStep(tab, clients, answer);
});

void tab.load();
