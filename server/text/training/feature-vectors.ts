/** A vector for each feature, learnt by Adagrad steps of one rate a feature, and the sums of a text's parts. */
export class FeatureVectors {
  readonly values: Float32Array;
  /** A row for each part of the text last summed, then one for all of it. */
  hidden = new Float64Array(0);
  /** What an error of each row of `hidden` weighs; filled by the caller. */
  back = new Float64Array(0);
  readonly #width: number;
  readonly #random: () => number;
  readonly #squares: Float32Array;
  #kept = new Int32Array(8_192);
  #ends: number[] = [];

  constructor(features: number, width: number, random: () => number) {
    this.#width = width;
    this.#random = random;
    this.values = Float32Array.from({ length: features * width }, () => (random() - 0.5) * 0.2);
    this.#squares = new Float32Array(features);
  }

  /** Sums the features that dropout leaves into `hidden`, clears `back`; returns how many were left. */
  sum(parts: readonly Int32Array[], drop: number): number {
    const width = this.#width;
    const size = (parts.length + 1) * width;
    if (this.hidden.length !== size) {
      this.hidden = new Float64Array(size);
      this.back = new Float64Array(size);
    }
    const hidden = this.hidden.fill(0);
    this.back.fill(0);
    const all = parts.length * width;
    let kept = 0;
    this.#ends = parts.map((features, part) => {
      const before = kept;
      this.#reserve(kept + features.length);
      for (const feature of features) {
        if (this.#random() < drop) continue;
        this.#kept[kept++] = feature;
        this.#add(feature * width, part * width);
      }
      const scale = kept === before ? 0 : 1 / Math.sqrt(kept - before);
      for (let at = part * width; at < (part + 1) * width; at++) {
        const value = hidden[at] as number;
        hidden[all + at - part * width] = (hidden[all + at - part * width] as number) + value;
        hidden[at] = value * scale;
      }
      return kept;
    });
    const scale = kept === 0 ? 0 : 1 / Math.sqrt(kept);
    for (let at = all; at < size; at++) hidden[at] = (hidden[at] as number) * scale;
    return kept;
  }

  #reserve(size: number): void {
    if (size <= this.#kept.length) return;
    const larger = new Int32Array(size * 2);
    larger.set(this.#kept);
    this.#kept = larger;
  }

  #add(from: number, to: number): void {
    const width = this.#width;
    const { hidden, values: vectors } = this;
    for (let at = 0; at < width; at++) {
      hidden[to + at] = (hidden[to + at] as number) + (vectors[from + at] as number);
    }
  }

  /** Steps down by what `back` says, for the features last summed. */
  adjust(rate: number): void {
    const width = this.#width;
    const { values: vectors, back } = this;
    const [squares, ends] = [this.#squares, this.#ends];
    const all = ends.length * width;
    const whole = 1 / Math.sqrt(ends.at(-1) as number);
    const slope = new Float64Array(width);
    let k = 0;
    ends.forEach((end, part) => {
      const scale = end === k ? 0 : 1 / Math.sqrt(end - k);
      let square = 0;
      for (let at = 0; at < width; at++) {
        const value = (back[part * width + at] as number) * scale + (back[all + at] as number) * whole;
        slope[at] = value;
        square += value * value;
      }
      for (; k < end; k++) {
        const feature = this.#kept[k] as number;
        squares[feature] = (squares[feature] as number) + square / width;
        const step = rate / Math.sqrt((squares[feature] as number) + 1e-8);
        const from = feature * width;
        for (let at = 0; at < width; at++) {
          vectors[from + at] = (vectors[from + at] as number) - step * (slope[at] as number);
        }
      }
    });
  }
}
