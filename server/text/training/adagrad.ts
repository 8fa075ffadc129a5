/** Numbers with the sum of the squares of their gradients. */
export class Adagrad {
  readonly values: Float64Array;
  readonly gradient: Float64Array;
  readonly #squares: Float64Array;

  constructor(values: Float64Array, start: number) {
    this.values = values;
    this.gradient = new Float64Array(values.length);
    this.#squares = new Float64Array(values.length).fill(start);
  }

  step(rate: number): void {
    const { values, gradient } = this;
    for (let at = 0; at < values.length; at++) {
      const slope = gradient[at] as number;
      if (slope === 0) continue;
      gradient[at] = 0;
      this.#squares[at] = (this.#squares[at] as number) + slope * slope;
      values[at] = (values[at] as number) - (rate * slope) / Math.sqrt(this.#squares[at] as number);
    }
  }
}
