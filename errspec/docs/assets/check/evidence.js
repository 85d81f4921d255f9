/**
 * The evidence in a response for a provider, and for a problem type.
 */
"use strict";

{
  const { MISSING } = errspec.pointers;
  const { isNested } = errspec.reading;
  const { strip } = errspec.text;

  /** The evidence in a response for one provider. */
  class Evidence {
    constructor(matcher, inspection) {
      Object.assign(this, { matcher, inspection, response: inspection.response });
    }

    /** Return whether there could be any evidence for the provider, without judging the response. */
    mayBeThere() {
      const { candidates, redirects, successes } = this.matcher.status(this.response.status);
      return (
        (this.inspection.value !== MISSING && this.matcher.owns(this.inspection.value)) ||
        redirects.length > 0 ||
        successes.some((guard) => this.succeeds(guard)) ||
        this.hasOwnPhrase() ||
        candidates.some(({ required }) => required.some((name) => this.response.lower.has(name))) ||
        candidates.some((candidate) => candidate.guards.length > 0 && this.applies(candidate))
      );
    }

    /** Return whether the guard of a success holds, for the first and for the last of duplicate members. */
    succeeds(guard) {
      const { value, reading, text } = this.inspection;
      return (
        guard.holds(value, this.response, text) &&
        (reading.first === value || guard.holds(reading.first, this.response, text))
      );
    }

    /** Return whether the body has the shape of a problem type, and one of its guards holds. */
    applies(candidate) {
      const { value, absent, text } = this.inspection;
      let fits;
      if (candidate.shape === null) fits = !isNested(value);
      else if (absent) fits = candidate.guards.length > 0;
      else fits = value !== MISSING && (candidate.recognizes(value) || candidate.isAnswerTo(this.response));
      return fits && candidate.holds(value, this.response, text);
    }

    /** Return whether the reason phrase is documented and not the usual one. */
    hasOwnPhrase() {
      const reason = strip(this.response.reason ?? "");
      const { candidates } = this.matcher.status(this.response.status);
      return reason !== this.response.usual && candidates.some(({ problemType }) => problemType.reason === reason);
    }

    /** Return whether a guard holds by more than the usual reason phrase, which any server sends. */
    tells(candidate) {
      if (!candidate.guards.length || !this.response.usual) return candidate.guards.length > 0;
      const { value, text } = this.inspection;
      const reason = (this.response.reason ?? "").replaceAll(this.response.usual, "");
      const bare = Object.create(this.response, { reason: { value: reason } });
      return candidate.holds(value, bare, text.replaceAll(this.response.usual, ""));
    }
  }

  errspec.evidence = { Evidence };
}
