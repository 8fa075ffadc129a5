/** What stands at one column: its coefficient and how sure it is. */
export interface Coefficient {
  readonly value: number;
  readonly variance: number;
  readonly freedom: number;
}

interface Row {
  readonly x: readonly number[];
  readonly y: number;
}

const MAX_STEPS = 50;
const CLOSE = 1e-9;
/** e³⁰ posts a week nobody reads. */
const MAX_LOG = 30;

/**
 * Quasi-Poisson regression: log E(y) = x·β, Var(y) = φ·E(y), by iteratively reweighted least squares; φ = Σ (y − μ)²/μ
 * over as many degrees of freedom as rows exceed columns, never less than 1. Columns must not make each other up.
 * Source: P. McCullagh, J. A. Nelder, Generalized Linear Models, 2nd ed. (1989), §2.5 and §6.2.
 * @param rows y > 0; the first column of x is the intercept, 1 everywhere
 */
export function fitLogLinear(rows: readonly Row[]): readonly Coefficient[] {
  const size = rows[0]?.x.length ?? 0;
  const mean = rows.reduce((total, { y }) => total + y, 0) / Math.max(1, rows.length);
  let found = Array.from({ length: size }, (_, column) => (column === 0 ? Math.log(mean) : 0));
  for (let step = 0; step < MAX_STEPS; step++) {
    const next = solve(normalOf(rows, found));
    const moved = Math.max(...next.map((value, column) => Math.abs(value - (found[column] ?? 0))));
    found = next;
    if (moved < CLOSE) break;
  }
  const freedom = Math.max(1, rows.length - size);
  const squares = rows.reduce((total, row) => {
    const expected = expectedOf(row.x, found);
    return total + (row.y - expected) ** 2 / expected;
  }, 0);
  const phi = Math.max(1, squares / freedom);
  return found.map((value, column) => ({ value, variance: phi * inverseAt(rows, found, column), freedom }));
}

function expectedOf(x: readonly number[], coefficients: readonly number[]): number {
  const log = x.reduce((total, each, column) => total + each * (coefficients[column] ?? 0), 0);
  return Math.exp(Math.max(-MAX_LOG, Math.min(MAX_LOG, log)));
}

/** X'WX, with X'Wz as its last column. */
type Equations = number[][];

function normalOf(rows: readonly Row[], coefficients: readonly number[]): Equations {
  const size = coefficients.length;
  const equations = coefficients.map(() => new Array<number>(size + 1).fill(0));
  for (const { x, y } of rows) {
    const expected = expectedOf(x, coefficients);
    const working = Math.log(expected) + (y - expected) / expected;
    for (const [at, line] of equations.entries()) {
      const weight = expected * (x[at] ?? 0);
      for (let other = 0; other < size; other++) line[other] = (line[other] ?? 0) + weight * (x[other] ?? 0);
      line[size] = (line[size] ?? 0) + weight * working;
    }
  }
  return equations;
}

/** The diagonal of (X'WX)⁻¹. */
function inverseAt(rows: readonly Row[], coefficients: readonly number[], column: number): number {
  const equations = normalOf(rows, coefficients).map((line, at) => [
    ...line.slice(0, coefficients.length),
    at === column ? 1 : 0,
  ]);
  return solve(equations)[column] ?? 0;
}

/** Gaussian elimination with partial pivoting. */
function solve(equations: Equations): number[] {
  const lines = equations.map((line) => [...line]);
  const size = lines.length;
  for (let column = 0; column < size; column++) {
    const rest = lines.slice(column);
    const pivot = rest.reduce((best, line) =>
      Math.abs(line[column] ?? 0) > Math.abs(best[column] ?? 0) ? line : best,
    );
    lines.splice(lines.indexOf(pivot), 1);
    lines.splice(column, 0, pivot);
    for (const line of lines) {
      if (line === pivot) continue;
      const times = (line[column] ?? 0) / (pivot[column] ?? 1);
      for (let at = column; at <= size; at++) line[at] = (line[at] ?? 0) - times * (pivot[at] ?? 0);
    }
  }
  return lines.map((line, at) => (line[size] ?? 0) / (line[at] ?? 1));
}
