import { writeFileSync } from 'node:fs';
import templates from '../services/language/training/templates.json' with { type: 'json' };
import { packModel } from '../services/language/classifier/linearModel.ts';
import { trainModel } from '../services/language/training/trainer.ts';
import { augment, readTrainingTexts } from '../services/language/training/trainingTexts.ts';

/** Trains the model of `services/language` on the texts of its `training` folder, and writes it beside them. */
const seed = 20_261_122;
const folder = new URL('../services/language/training/', import.meta.url).pathname;
const texts = readTrainingTexts(folder);
const model = trainModel(augment(texts, templates, seed), seed);
const packed = packModel(model);
writeFileSync(`${folder}model.bin`, packed);
console.log(
  `${texts.length} texts, ${model.labels.length} intents, ${model.keys.length} features, ${packed.length} bytes`,
);
