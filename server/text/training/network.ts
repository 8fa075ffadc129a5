import { seeded } from '../../core/statistics/seeded.ts';
import { shuffle } from './random.ts';

/** A question asked of a text: softmax over `classes` outputs from column `first` on. */
export interface Head {
  readonly first: number;
  readonly classes: number;
}

export interface Example {
  /** Feature numbers. */
  readonly document: Int32Array;
  readonly head: Head;
  readonly answer: number;
}

export interface NetworkOptions {
  readonly features: number;
  readonly outputs: number;
  readonly width: number;
  readonly epochs: number;
  readonly rate: number;
  /** Share of a document's features left out each time it is seen. */
  readonly drop: number;
  readonly seed: number;
}

/** A linear model again: weight of feature f for output c at [f × outputs + c]. */
export interface Product {
  readonly weights: Float32Array;
  readonly bias: Float32Array;
}

/**
 * Many related questions learnt together through a narrow layer: a feature has one vector that all heads
 * share (Caruana 1997; the bag of n-gram vectors of Joulin et al. 2017), so that what one set teaches of a
 * word serves the others. There is no non-linearity, so the two layers multiply out to one linear table.
 * Stochastic gradient with Adagrad steps (Duchi et al. 2011) and feature dropout; deterministic.
 */
export function trainNetwork(examples: readonly Example[], options: NetworkOptions): Product {
  const network = new Network(options);
  const order = Int32Array.from(examples.keys());
  for (let epoch = 0; epoch < options.epochs; epoch++) {
    shuffle(order, network.random);
    const rate = options.rate * (1 - (epoch / options.epochs) * 0.9);
    for (const at of order) network.learn(examples[at] as Example, rate);
  }
  return network.product();
}

class Network {
  readonly random: () => number;
  readonly #options: NetworkOptions;
  readonly #vectors: Float32Array;
  readonly #vectorSquares: Float32Array;
  /** Row by row of the vectors' width, then the bias. */
  readonly #out: Float32Array;
  readonly #outSquares: Float32Array;
  readonly #hidden: Float32Array;
  readonly #back: Float32Array;
  #kept = new Int32Array(4_096);

  constructor(options: NetworkOptions) {
    const { features, outputs, width, seed } = options;
    this.#options = options;
    this.random = seeded(seed);
    this.#vectors = Float32Array.from({ length: features * width }, () => (this.random() - 0.5) * 0.2);
    this.#vectorSquares = new Float32Array(features);
    this.#out = Float32Array.from({ length: (width + 1) * outputs }, (_, at) =>
      at < width * outputs ? (this.random() - 0.5) * 2 * Math.sqrt(3 / width) : 0,
    );
    this.#outSquares = new Float32Array(this.#out.length).fill(1e-3);
    this.#hidden = new Float32Array(width);
    this.#back = new Float32Array(width);
  }

  learn({ document, head, answer }: Example, rate: number): void {
    const kept = this.#forward(document);
    if (kept === 0) return;
    const errors = this.#errors(head, answer);
    this.#adjustOut(head, errors, rate);
    this.#adjustVectors(kept, rate);
  }

  /** Sums the vectors of the features that dropout leaves; returns how many. */
  #forward(document: Int32Array): number {
    const { width, drop } = this.#options;
    const hidden = this.#hidden;
    const vectors = this.#vectors;
    if (this.#kept.length < document.length) this.#kept = new Int32Array(document.length * 2);
    hidden.fill(0);
    let kept = 0;
    for (const feature of document) {
      if (this.random() < drop) continue;
      this.#kept[kept++] = feature;
      const from = feature * width;
      for (let at = 0; at < width; at++) hidden[at] = (hidden[at] as number) + (vectors[from + at] as number);
    }
    const scale = kept === 0 ? 0 : 1 / Math.sqrt(kept);
    for (let at = 0; at < width; at++) hidden[at] = (hidden[at] as number) * scale;
    return kept;
  }

  #errors({ first, classes }: Head, answer: number): Float64Array {
    const { width, outputs } = this.#options;
    const errors = new Float64Array(classes);
    let most = Number.NEGATIVE_INFINITY;
    for (let c = 0; c < classes; c++) {
      let logit = this.#out[width * outputs + first + c] as number;
      for (let at = 0; at < width; at++) {
        logit += (this.#hidden[at] as number) * (this.#out[at * outputs + first + c] as number);
      }
      errors[c] = logit;
      most = Math.max(most, logit);
    }
    let total = 0;
    for (let c = 0; c < classes; c++) {
      errors[c] = Math.exp((errors[c] as number) - most);
      total += errors[c] as number;
    }
    for (let c = 0; c < classes; c++) errors[c] = (errors[c] as number) / total - (c === answer ? 1 : 0);
    return errors;
  }

  #adjustOut({ first, classes }: Head, errors: Float64Array, rate: number): void {
    const { width, outputs } = this.#options;
    const [out, squares, hidden, back] = [this.#out, this.#outSquares, this.#hidden, this.#back];
    back.fill(0);
    for (let c = 0; c < classes; c++) {
      const error = errors[c] as number;
      for (let at = 0; at <= width; at++) {
        const cell = at * outputs + first + c;
        if (at < width) back[at] = (back[at] as number) + error * (out[cell] as number);
        const gradient = at < width ? error * (hidden[at] as number) : error;
        squares[cell] = (squares[cell] as number) + gradient * gradient;
        out[cell] = (out[cell] as number) - (rate * gradient) / Math.sqrt(squares[cell] as number);
      }
    }
  }

  #adjustVectors(kept: number, rate: number): void {
    const { width } = this.#options;
    const [vectors, squares, back] = [this.#vectors, this.#vectorSquares, this.#back];
    const scale = 1 / Math.sqrt(kept);
    let square = 0;
    for (let at = 0; at < width; at++) {
      back[at] = (back[at] as number) * scale;
      square += (back[at] as number) ** 2;
    }
    square /= width;
    for (let k = 0; k < kept; k++) {
      const feature = this.#kept[k] as number;
      squares[feature] = (squares[feature] as number) + square;
      const step = rate / Math.sqrt((squares[feature] as number) + 1e-8);
      const from = feature * width;
      for (let at = 0; at < width; at++) {
        vectors[from + at] = (vectors[from + at] as number) - step * (back[at] as number);
      }
    }
  }

  product(): Product {
    const { features, outputs, width } = this.#options;
    const weights = new Float32Array(features * outputs);
    for (let feature = 0; feature < features; feature++) {
      for (let c = 0; c < outputs; c++) {
        let sum = 0;
        for (let at = 0; at < width; at++) {
          sum += (this.#vectors[feature * width + at] as number) * (this.#out[at * outputs + c] as number);
        }
        weights[feature * outputs + c] = sum;
      }
    }
    return { weights, bias: this.#out.slice(width * outputs) };
  }
}
