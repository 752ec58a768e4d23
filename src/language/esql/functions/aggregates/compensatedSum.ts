/** A sum of doubles with Kahan's compensation, as Elasticsearch adds up (CompensatedSum in server/search/aggregations). */
export class CompensatedSum {
  #sum = 0;
  #lost = 0;

  add(value: number): void {
    // What is not finite spreads, without a compensation that would be NaN.
    if (!Number.isFinite(value)) {
      this.#sum += value;
      return;
    }
    const corrected = value - this.#lost;
    const sum = this.#sum + corrected;
    this.#lost = sum - this.#sum - corrected;
    this.#sum = sum;
  }

  get value(): number {
    return this.#sum;
  }
}
