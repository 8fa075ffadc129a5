/**
 * Weighted least squares over columns that are 0 or 1: X'WX and X'Wy are gathered row by row and solved by Cholesky's
 * decomposition. A slight ridge on all columns but the first, the intercept, keeps columns that always stand together
 * solvable; it draws them towards 0 by `RIDGE` rows. Source: G. H. Golub, C. F. Van Loan, Matrix Computations, 4th ed.
 * (2013), §4.2 and §5.3.
 */
const RIDGE = 0.5;

export class LeastSquares {
  readonly #size: number;
  readonly #products: Float64Array;
  readonly #sums: Float64Array;

  /** @param size columns, with the intercept */
  constructor(size: number) {
    this.#size = size;
    this.#products = new Float64Array(size * size);
    this.#sums = new Float64Array(size);
  }

  clear(): void {
    this.#products.fill(0);
    this.#sums.fill(0);
  }

  /** One row. @param ones its columns that are 1, ascending, the intercept (0) among them */
  add(ones: readonly number[], y: number, weight: number): void {
    const [size, products, sums] = [this.#size, this.#products, this.#sums];
    for (let at = 0; at < ones.length; at++) {
      const column = ones[at] as number;
      sums[column] = (sums[column] as number) + weight * y;
      for (let other = 0; other <= at; other++) {
        const cell = column * size + (ones[other] as number);
        products[cell] = (products[cell] as number) + weight;
      }
    }
  }

  /** The coefficients, by column. */
  solve(): Float64Array {
    const lower = this.#decompose();
    const size = this.#size;
    const found = Float64Array.from(this.#sums);
    for (let row = 0; row < size; row++) {
      let rest = found[row] ?? 0;
      for (let k = 0; k < row; k++) rest -= (lower[row * size + k] ?? 0) * (found[k] ?? 0);
      found[row] = rest / (lower[row * size + row] ?? 1);
    }
    for (let row = size - 1; row >= 0; row--) {
      let rest = found[row] ?? 0;
      for (let k = row + 1; k < size; k++) rest -= (lower[k * size + row] ?? 0) * (found[k] ?? 0);
      found[row] = rest / (lower[row * size + row] ?? 1);
    }
    return found;
  }

  /**
   * Rows' worth of what each column says that no other does: the squares that are left of it when the others have
   * explained what they can, 1 / [(X'WX + ridge)⁻¹] less the ridge. 0 for a column that others make up between them.
   */
  alone(): Float64Array {
    const lower = this.#decompose();
    const size = this.#size;
    const inverse = new Float64Array(size);
    // Column by column of L⁻¹, whose squares add up to the diagonal of the inverse.
    for (let column = 0; column < size; column++) {
      const found = new Float64Array(size);
      for (let row = column; row < size; row++) {
        let rest = row === column ? 1 : 0;
        for (let k = column; k < row; k++) rest -= (lower[row * size + k] ?? 0) * (found[k] ?? 0);
        found[row] = rest / (lower[row * size + row] ?? 1);
        inverse[column] = (inverse[column] ?? 0) + (found[row] ?? 0) ** 2;
      }
    }
    return inverse.map((each, column) => 1 / each - (column === 0 ? 0 : RIDGE));
  }

  /** The lower triangle L of LL' = X'WX + ridge. */
  #decompose(): Float64Array {
    const size = this.#size;
    const lower = Float64Array.from(this.#products);
    for (let column = 1; column < size; column++)
      lower[column * size + column] = (lower[column * size + column] ?? 0) + RIDGE;
    for (let column = 0; column < size; column++) {
      for (let row = column; row < size; row++) {
        let rest = lower[row * size + column] ?? 0;
        for (let k = 0; k < column; k++)
          rest -= (lower[row * size + k] ?? 0) * (lower[column * size + k] ?? 0);
        const root = lower[column * size + column] ?? 1;
        lower[row * size + column] = row === column ? Math.sqrt(Math.max(rest, Number.EPSILON)) : rest / root;
      }
    }
    return lower;
  }
}
