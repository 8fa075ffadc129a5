/** Whose turn it is at a host, among all processes that fetch. */
export interface HostLeases {
  /**
   * Takes the host for one request, unless another process has it or asked less than `spacing` ms ago. What is
   * taken must be given back; a holder that dies loses it after a while.
   * @returns 0: it is ours; else the milliseconds after which to ask again
   */
  take(host: string, spacing: number): Promise<number>;
  /** Gives the host back: nobody asks it for another `pause` ms. */
  giveBack(host: string, pause: number): Promise<void>;
}
