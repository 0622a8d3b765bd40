import { describe, expect, it } from "vitest";

import { typedDay } from "./typedDay";

describe("a day as it is typed", () => {
  it("takes_days_months_and_years", () => {
    expect(typedDay("2024")).toBe("2024-12-31");
    expect(typedDay("June 2024")).toBe("2024-06-30");
    expect(typedDay("feb 2024"), "a leap year").toBe("2024-02-29");
    expect(typedDay("14 June 2024")).toBe("2024-06-14");
    expect(typedDay("June 14, 2024")).toBe("2024-06-14");
    expect(typedDay("2024-06-14")).toBe("2024-06-14");
    expect(typedDay("14.6.2024")).toBe("2024-06-14");
    expect(typedDay("2024/06")).toBe("2024-06-30");
  });

  it("refuses_what_is_no_day", () => {
    for (const text of ["", "June", "31 June 2024", "2024-13", "2024-00-10", "soon", "1 2 3 2024"])
      expect(typedDay(text), text).toBeNull();
  });
});
