package io.lokitempo.mining;

/**
 * Finds where a line's message begins: behind timestamps, level, process and thread numbers, bracketed contexts, host,
 * logger. It knows no format; it walks over what can only be a head and stops at the first word that may belong to the
 * message. Without a timestamp or a level in front there is no head.
 */
final class Head {
    /** How many fields may stand in front of a timestamp, and how far into the line it may be. */
    private static final int FIELDS = 8;

    private static final int REACH = 160;

    private char[] text = new char[0];
    private int limit;
    private boolean levelSeen;
    private boolean numberSeen;
    private boolean syslog;
    private boolean sourceSeen;

    /** The first character of the message; {@code from} where the line has no head. */
    int end(char[] text, int from, int limit) {
        this.text = text;
        this.limit = limit;
        levelSeen = false;
        numberSeen = false;
        syslog = false;
        sourceSeen = false;
        int at = afterTimestamps(blanks(from));
        if (at == blanks(from)) {
            at = afterLeadingLevel(at);
            if (!levelSeen) {
                return from;
            }
        }
        at = afterFields(at);
        return at >= limit ? from : at;
    }

    /** Behind the last timestamp among the first fields; all in front of it must be technical. */
    private int afterTimestamps(int from) {
        int found = from;
        int at = from;
        int end = Math.min(limit, from + REACH);
        for (int field = 0; field < FIELDS && at < end; field++) {
            int start = at < end && (text[at] == '[' || text[at] == '(') ? at + 1 : at;
            int stop = Timestamps.end(text, start, limit);
            if (stop > start) {
                syslog = Chars.isUpper(text[start]);
                found = closing(stop, start > at);
                at = blanks(found);
                continue;
            }
            int next = fieldEnd(at);
            if (!isTechnical(at, next)) {
                break;
            }
            at = blanks(next);
        }
        return found;
    }

    private int closing(int at, boolean opened) {
        int end = at;
        while (opened && end < limit && text[end] != ']' && text[end] != ')' && end < at + 8) {
            end++;
        }
        return end < limit && opened && (text[end] == ']' || text[end] == ')') ? end + 1 : at;
    }

    private boolean isTechnical(int start, int end) {
        boolean technical = false;
        boolean lower = false;
        for (int i = start; i < end; i++) {
            char c = text[i];
            if ((Chars.of(c) & Chars.BREAK) != 0) {
                return false;
            }
            technical |= Chars.isDigit(c) || "-_./:".indexOf(c) >= 0;
            lower |= !Chars.isUpper(c);
        }
        return end > start && (technical || !lower) && text[end - 1] != ':';
    }

    private int afterLeadingLevel(int from) {
        int at = from;
        boolean enclosed = at < limit && (text[at] == '[' || text[at] == '<');
        int start = enclosed ? at + 1 : at;
        int end = wordEnd(start);
        if (Levels.isLevel(text, start, end, enclosed)
                && end < limit
                && (enclosed || text[end] == ' ' || text[end] == ':' || text[end] == '|')) {
            int close = blanksInside(end);
            if (!enclosed || (close < limit && (text[close] == ']' || text[close] == '>'))) {
                levelSeen = true;
                return enclosed ? close + 1 : end;
            }
        }
        return klogEnd(from);
    }

    /** {@code I1122 14:00:01.000000}: a level's letter and the date as one word. */
    private int klogEnd(int from) {
        if (from + 6 < limit
                && Levels.isLetter(text[from])
                && Chars.isDigit(text[from + 1])
                && Chars.isDigit(text[from + 4])
                && text[from + 5] == ' ') {
            int time = Timestamps.end(text, from + 6, limit);
            if (time > from + 6) {
                levelSeen = true;
                return time;
            }
        }
        return from;
    }

    private int afterFields(int from) {
        int at = from;
        for (int field = 0; field < FIELDS && !sourceSeen; field++) {
            at = separators(at);
            int next = field(at, field);
            if (next == at) {
                return at;
            }
            at = next;
        }
        return separators(at);
    }

    /** Behind one more field of the head, or {@code at} where the message begins. */
    private int field(int at, int field) {
        if (at >= limit) {
            return at;
        }
        char c = text[at];
        if (c == '[' || c == '(') {
            int end = bracketEnd(at);
            return end > at && isContext(at, end) ? end : at;
        }
        int end = fieldEnd(at);
        int word = wordEnd(at);
        if (word > at && isLevelAt(at, word, field)) {
            levelSeen = true;
            return word < limit && text[word] == ':' ? word + 1 : word;
        }
        if (isNumber(at, end)) {
            boolean head = isFollowedByHead(blanks(end));
            numberSeen |= head;
            return head ? end : at;
        }
        int capitals = levelBehindCapitals(at);
        return capitals > at ? capitals : sourceEnd(at, end);
    }

    private boolean isLevelAt(int start, int end, int field) {
        boolean closed = end == limit
                || text[end] == ' '
                || text[end] == ':'
                || text[end] == ','
                || text[end] == '|'
                || text[end] == '\t';
        if (levelSeen || !closed) {
            return false;
        }
        if (end == start + 1) {
            return Levels.isLetter(text[start]) && end < limit && text[end] != ':' && (numberSeen || field == 0);
        }
        return Levels.isLevel(text, start, end, field == 0);
    }

    /** Behind a level that follows one or two words in capitals, a facility and a component. */
    private int levelBehindCapitals(int from) {
        int at = from;
        for (int word = 0; word < 3 && !levelSeen; word++) {
            int end = wordEnd(at);
            if (end == at || end >= limit || text[end] != ' ' || !Levels.isUpper(text, at, end)) {
                return from;
            }
            if (Levels.isLevel(text, at, end, false)) {
                levelSeen = true;
                return end;
            }
            at = blanks(end);
        }
        return from;
    }

    /** A thread's or request's context: a bracket in front of more text that is not a bracket glued to the next. */
    private boolean isContext(int start, int end) {
        return end < limit
                && (text[end] == ' '
                        || text[end] == ':'
                        || text[end] == '\t'
                        || (text[end] == '[' && start > 0 && text[start - 1] == ']'));
    }

    private int bracketEnd(int from) {
        char open = text[from];
        char close = open == '[' ? ']' : ')';
        int depth = 0;
        int end = Math.min(limit, from + REACH);
        for (int i = from; i < end; i++) {
            depth += text[i] == open ? 1 : text[i] == close ? -1 : 0;
            if (depth == 0) {
                return i + 1;
            }
        }
        return from;
    }

    private boolean isNumber(int start, int end) {
        for (int i = start; i < end; i++) {
            if (!Chars.isDigit(text[i])) {
                return false;
            }
        }
        return end > start;
    }

    private boolean isFollowedByHead(int at) {
        if (at >= limit) {
            return false;
        }
        int end = fieldEnd(at);
        int word = wordEnd(at);
        return isPlace(at, end)
                || text[at] == '['
                || isNumber(at, end)
                || (word > at && isLevelAt(at, word, 1))
                || (word == at + 1 && Levels.isLetter(text[at]) && text[word] == ' ')
                || text[at] == '-';
    }

    /** {@code file.go:17]}, which ends the head where a level's letter begins it. */
    private boolean isPlace(int at, int end) {
        return end > at + 3 && text[end - 1] == ']' && Chars.isDigit(text[end - 2]) && Chars.isAsciiLetter(text[at]);
    }

    /** Behind a host, program or logger; {@code at} where the word may belong to the message. */
    private int sourceEnd(int at, int end) {
        if (syslog) {
            int program = programEnd(at, end);
            if (program > at) {
                sourceSeen = true;
                return program;
            }
        }
        if (isPlace(at, end)) {
            sourceSeen = true;
            return end;
        }
        boolean colon = text[end - 1] == ':';
        int after = blanks(end);
        boolean separated =
                !colon && after + 1 < limit && (text[after] == ':' || text[after] == '-') && text[after + 1] == ' ';
        boolean bar = end < limit && text[end] == '|';
        if (bar) {
            return end + 1;
        }
        if (!(colon || separated) && !(after < limit && text[after] == '[' && isDotted(at, end))) {
            return isRepeated(at, end) ? end : at;
        }
        boolean tag = levelSeen && numberSeen;
        if (isName(at, colon ? end - 1 : end) && (tag || isDotted(at, end) || isCamel(at, end) || separated)) {
            sourceSeen = colon || separated;
            return end;
        }
        return at;
    }

    /** {@code host program[17]:}, as syslog writes it; the host may be missing, the program may have more than one word. */
    private int programEnd(int at, int end) {
        syslog = false;
        if (text[end - 1] == ':') {
            return end;
        }
        int stop = end;
        for (int word = 0; word < 3; word++) {
            int start = blanks(stop);
            stop = fieldEnd(start);
            if (stop - start > 1 && text[stop - 1] == ':') {
                return word == 0 || text[stop - 2] == ']' || text[stop - 2] == ')' ? stop : at;
            }
        }
        return at;
    }

    /** A name that stood in the head already, as a host or a node does in some. */
    private boolean isRepeated(int start, int end) {
        if (end - start < 3) {
            return false;
        }
        for (int i = 0; i + end - start < start; i++) {
            if (java.util.Arrays.equals(text, i, i + end - start, text, start, end)
                    && (i == 0 || Chars.isSpace(text[i - 1]))) {
                return true;
            }
        }
        return false;
    }

    private boolean isName(int start, int end) {
        for (int i = start; i < end; i++) {
            if ((Chars.of(text[i]) & Chars.BREAK) != 0
                    && text[i] != '['
                    && text[i] != ']'
                    && text[i] != '('
                    && text[i] != ')') {
                return false;
            }
        }
        return end > start && !Chars.isDigit(text[start]);
    }

    private boolean isDotted(int start, int end) {
        for (int i = start + 1; i + 1 < end; i++) {
            if ((text[i] == '.' || text[i] == '$' || text[i] == '_') && Chars.isAsciiLetter(text[i + 1])) {
                return true;
            }
        }
        return false;
    }

    private boolean isCamel(int start, int end) {
        for (int i = start + 1; i < end; i++) {
            if (Chars.isUpper(text[i]) && Character.isLowerCase(text[i - 1])) {
                return true;
            }
        }
        return false;
    }

    private int separators(int from) {
        int at = blanks(from);
        while (at < limit) {
            char c = text[at];
            boolean alone = (c == '-' || c == ':' || c == '|' || c == ',' || c == ';')
                    && (at + 1 >= limit || c == '|' || c == ',' || text[at + 1] == ' ' || text[at + 1] == c);
            if (!alone) {
                return at;
            }
            at = blanks(at + 1);
        }
        return at;
    }

    private int fieldEnd(int from) {
        int end = from;
        while (end < limit && !Chars.isSpace(text[end]) && text[end] != '|' && text[end] != ',') {
            end++;
        }
        return end;
    }

    private int wordEnd(int from) {
        int end = from;
        while (end < limit && Chars.isAsciiLetter(text[end])) {
            end++;
        }
        return end;
    }

    private int blanksInside(int from) {
        return blanks(from);
    }

    private int blanks(int from) {
        int at = from;
        while (at < limit && Chars.isSpace(text[at])) {
            at++;
        }
        return at;
    }
}
