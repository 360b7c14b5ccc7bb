package io.lokitempo.mining;

/**
 * Recognises dates and times as loggers write them, by shape alone. Each method returns the end of what it read, or
 * {@code from} where there is nothing of the kind.
 */
final class Timestamps {
    private static final long[] MONTHS =
            Chars.packed("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec");
    private static final long[] DAYS = Chars.packed("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun");
    private static final long[] ZONES = Chars.packed(
            "UTC", "GMT", "EST", "EDT", "CST", "CDT", "MST", "MDT", "PST", "PDT", "BST", "IST", "CET", "CEST", "EET",
            "EEST", "MSK", "JST", "KST", "AEST", "AEDT");

    private Timestamps() {}

    /** A date, a time, or both: {@code 2026-11-22T14:00:01.5Z}, {@code Nov 22 14:00:01}, {@code 22/Nov/2026:14:00:01 +0900}. */
    static int end(char[] text, int from, int limit) {
        if (!mayStart(text, from, limit)) {
            return from;
        }
        int date = date(text, from, limit);
        if (date == from) {
            int time = clock(text, from, limit);
            boolean more = time < limit && text[time] == ':'; // an address of more than three pairs
            return time > from && !more && isClosed(text, time, limit) ? time : from;
        }
        int gap = gap(text, date, limit);
        int time = gap == date ? date : time(text, gap, limit);
        int end = time > gap ? year(text, zone(text, half(text, time, limit), limit), limit) : date;
        return isClosed(text, end, limit) && (time > gap || isWholeDate(text, from, date)) ? end : from;
    }

    private static boolean mayStart(char[] text, int from, int limit) {
        if (limit - from < 5) {
            return false;
        }
        char c = text[from];
        return Chars.isDigit(c)
                ? Chars.isDigit(text[from + 1]) || !Chars.isAsciiLetter(text[from + 1])
                : isName(text, from, limit);
    }

    private static boolean isName(char[] text, int from, int limit) {
        char c = text[from];
        return c >= 'A'
                && c <= 'W'
                && (nameEnd(text, from, limit, MONTHS) > from || nameEnd(text, from, limit, DAYS) > from);
    }

    private static boolean isClosed(char[] text, int end, int limit) {
        return end == limit || (Chars.of(text[end]) & (Chars.LETTER | Chars.DIGIT)) == 0;
    }

    /** A bare date needs its year in four digits or names a month; {@code 10.30} alone is a number. */
    private static boolean isWholeDate(char[] text, int from, int end) {
        return (end - from >= 8 && !Chars.isDigit(text[end - 3]))
                || Chars.isAsciiLetter(text[from])
                || Chars.isAsciiLetter(text[from + 3]);
    }

    private static int date(char[] text, int from, int limit) {
        int day = nameEnd(text, from, limit, DAYS);
        int start = day == from ? from : skip(text, day, limit);
        int named = namedMonth(text, start, limit);
        return named > start ? named : day > from ? from : numbers(text, start, limit);
    }

    /** {@code Nov 22}, {@code Nov 22, 2026}, {@code 22 Nov 2026}, {@code 22/Nov/2026}. */
    private static int namedMonth(char[] text, int from, int limit) {
        int month = nameEnd(text, from, limit, MONTHS);
        if (month > from) {
            int number = skip(text, month, limit);
            int end = digits(text, number, limit, 2);
            return number > month && end > number ? year(text, end, limit) : from;
        }
        int day = digits(text, from, limit, 2);
        if (day == from || day >= limit || " /-".indexOf(text[day]) < 0) {
            return from;
        }
        int end = nameEnd(text, day + 1, limit, MONTHS);
        if (end == day + 1 || end >= limit || " /-".indexOf(text[end]) < 0) {
            return from;
        }
        int year = digits(text, end + 1, limit, 4);
        return year - end == 5 ? year : end;
    }

    /** {@code 2026-11-22}, {@code 26/11/22}, {@code 11-22}, {@code 20261122}, {@code 261122}. */
    private static int numbers(char[] text, int from, int limit) {
        int first = digits(text, from, limit, 8);
        int length = first - from;
        if (length == 8 || length == 6) {
            return isPlausible(text, from, length)
                            && first < limit
                            && (text[first] == ' ' || text[first] == '-' || text[first] == 'T')
                    ? first
                    : from;
        }
        boolean counts = length == 4 || length == 2 || length == 1;
        if (!counts || first >= limit || "-/.".indexOf(text[first]) < 0) {
            return from;
        }
        int second = digits(text, first + 1, limit, 2);
        if (second == first + 1) {
            return from;
        }
        if (second >= limit || text[second] != text[first]) {
            return length == 2 ? second : from;
        }
        int third = digits(text, second + 1, limit, length == 4 ? 2 : 4);
        return third > second + 1 && isSingle(text, third, limit, text[first]) ? third : from;
    }

    /** {@code 1.2.3.4} is no date. */
    private static boolean isSingle(char[] text, int end, int limit, char separator) {
        return separator != '.' || end + 1 >= limit || text[end] != '.' || !Chars.isDigit(text[end + 1]);
    }

    private static boolean isPlausible(char[] text, int from, int length) {
        int month = from + length - 4;
        return text[month] <= '1'
                && text[month + 2] <= '3'
                && (length == 6 || (text[from] == '2' && text[from + 1] == '0'));
    }

    /** From a date to its time: a blank or two, or one of {@code T:-@.} */
    private static int gap(char[] text, int from, int limit) {
        if (from < limit && "T:-@.,".indexOf(text[from]) >= 0) {
            return text[from] == ',' ? skip(text, from + 1, limit) : from + 1;
        }
        return Math.min(skip(text, from, limit), from + 2);
    }

    /** A time without a date, which needs its colons. */
    private static int clock(char[] text, int from, int limit) {
        int colon = from + 2 < limit && text[from + 1] == ':' ? from + 1 : from + 2;
        return text[colon] == ':' ? time(text, from, limit) : from;
    }

    /** {@code 14:00:01}, {@code 14:00:01.123}, {@code 14.00.01.123456}, {@code 140001}; any zone follows. */
    private static int time(char[] text, int from, int limit) {
        int hours = digits(text, from, limit, 6);
        if (hours - from == 6 && from > 0 && !Chars.isDigit(text[from - 1])) {
            return isPlausibleTime(text, from) && from > 6 ? hours : from;
        }
        if (hours - from > 2 || hours == from || hours >= limit || ":.".indexOf(text[hours]) < 0) {
            return from;
        }
        int minutes = digits(text, hours + 1, limit, 2);
        if (minutes == hours + 1 || minutes >= limit || text[minutes] != text[hours]) {
            return from;
        }
        int seconds = digits(text, minutes + 1, limit, 2);
        if (seconds == minutes + 1) {
            return from;
        }
        boolean fraction = seconds + 1 < limit && ".,:".indexOf(text[seconds]) >= 0 && Chars.isDigit(text[seconds + 1]);
        return fraction ? digits(text, seconds + 1, limit, 9) : seconds;
    }

    private static boolean isPlausibleTime(char[] text, int from) {
        return text[from] <= '2' && text[from + 2] <= '5' && text[from + 4] <= '5';
    }

    /** {@code  AM}, {@code  PM}: which half of the day. */
    private static int half(char[] text, int from, int limit) {
        boolean there = from + 2 < limit
                && text[from] == ' '
                && (text[from + 1] == 'A' || text[from + 1] == 'P')
                && text[from + 2] == 'M';
        return there && isClosed(text, from + 3, limit) ? from + 3 : from;
    }

    /** {@code Z}, {@code +09:00}, {@code  +0900}, {@code  UTC}. */
    private static int zone(char[] text, int from, int limit) {
        int at = from < limit && text[from] == ' ' ? from + 1 : from;
        if (at >= limit) {
            return from;
        }
        if (text[at] == 'Z') {
            return at + 1;
        }
        if (text[at] == '+' || (text[at] == '-' && at + 5 <= limit)) {
            int hours = digits(text, at + 1, limit, 4);
            int end =
                    hours - at == 3 && hours < limit && text[hours] == ':' ? digits(text, hours + 1, limit, 2) : hours;
            return end - at == 5 || end - at == 6 ? end : from;
        }
        int end = at;
        while (end < limit && Chars.isUpper(text[end])) {
            end++;
        }
        boolean named = at > from && end - at >= 3 && end - at <= 4 && isYear(text, end, limit);
        return named || (at > from && end > at && Chars.isIn(ZONES, text, at, end)) ? end : from;
    }

    private static boolean isYear(char[] text, int from, int limit) {
        return year(text, from, limit) > from;
    }

    /** {@code  2026} or {@code , 2026} behind a date. */
    private static int year(char[] text, int from, int limit) {
        int at = from < limit && text[from] == ',' ? from + 1 : from;
        if (at + 5 > limit || text[at] != ' ') {
            return from;
        }
        int end = digits(text, at + 1, limit, 5);
        return end - at == 5
                        && (text[at + 1] == '2' || text[at + 1] == '1')
                        && isClosed(text, end, limit)
                        && (end == limit || text[end] != ':')
                ? end
                : from;
    }

    private static int nameEnd(char[] text, int from, int limit, long[] names) {
        if (from + 3 > limit || !Chars.isUpper(text[from]) || !Chars.isLower(text[from + 2])) {
            return from;
        }
        boolean closed = from + 3 == limit || !Chars.isAsciiLetter(text[from + 3]);
        return closed && Chars.isIn(names, text, from, from + 3) ? from + 3 : from;
    }

    private static int digits(char[] text, int from, int limit, int most) {
        int end = from;
        while (end < limit && end - from < most && Chars.isDigit(text[end])) {
            end++;
        }
        return end < limit && Chars.isDigit(text[end]) ? from : end;
    }

    private static int skip(char[] text, int from, int limit) {
        int at = from < limit && text[from] == ',' ? from + 1 : from;
        while (at < limit && text[at] == ' ') {
            at++;
        }
        return at;
    }
}
