package io.lokitempo.mining;

/**
 * Finds where a line's message begins: behind timestamps, level, process and thread numbers, bracketed contexts, host,
 * logger, place in the source. It knows no format; it walks over what can only be a head and stops at the first word that
 * may belong to the message. Without a timestamp or a level in front there is no head. What a single field is,
 * {@link HeadFields} tells.
 */
final class Head {
    /** How many fields may stand in front of a timestamp, and how far into the line it may be. */
    private static final int FIELDS = 8;

    private static final int REACH = 160;
    /** How much may stand behind a timestamp in its own brackets: a level, a thread, a process. */
    private static final int ENCLOSED = 80;

    private final HeadFields is = new HeadFields();
    private char[] text = new char[0];
    private int limit;
    private boolean levelSeen;
    private boolean numberSeen;
    private boolean syslog;
    private boolean sourceSeen;
    private int levelEnd;

    /** The first character of the message; {@code from} where the line has no head. */
    int end(char[] text, int from, int limit) {
        this.text = text;
        this.limit = limit;
        is.begin(text, limit);
        levelSeen = false;
        numberSeen = false;
        syslog = false;
        sourceSeen = false;
        levelEnd = -1;
        int begin = is.blanks(from);
        int at = start(begin);
        if (at == begin) {
            return from;
        }
        at = afterFields(at);
        return at >= limit ? from : at;
    }

    /** Behind what tells that there is a head, a timestamp or a level; {@code begin} where neither is there. */
    private int start(int begin) {
        int priority = is.priorityEnd(begin);
        boolean versioned = priority > begin && text[priority - 1] == ' ';
        int at = afterTimestamps(priority, false);
        if (at > priority) {
            return versioned ? is.structuredHeaderEnd(at) : at;
        }
        at = afterLeadingLevel(begin);
        return levelSeen ? afterTimestamps(separators(at), true) : begin;
    }

    /** Behind the last timestamp among the first fields; all in front of it must be technical. */
    private int afterTimestamps(int from, boolean behindLevel) {
        int found = from;
        int at = from;
        int end = Math.min(limit, from + REACH);
        for (int field = 0; field < FIELDS && at < end; field++) {
            boolean opened = text[at] == '[' || text[at] == '(';
            int start = opened ? at + 1 : at;
            int stop = Timestamps.end(text, start, limit);
            if (stop == start && field == 0) {
                stop = is.epochEnd(start);
            }
            if (stop > start) {
                syslog = is.isSyslogDate(start);
                found = opened ? closing(at, stop) : stop;
                at = is.blanks(found);
                continue;
            }
            int next = behindLevel && opened ? is.bracketEnd(at) : is.rubyLevelEnd(at);
            if (next == at) {
                next = is.fieldEnd(at);
                if (!is.isTechnical(at, next)) {
                    break;
                }
            }
            at = is.blanks(next);
        }
        return found;
    }

    /** Behind the bracket that a timestamp stands in, or behind the timestamp where it closes too late. */
    private int closing(int open, int stop) {
        int end = is.bracketEnd(open);
        if (end == open || end - stop > ENCLOSED) {
            return stop;
        }
        levelSeen |= is.holdsLevel(stop, end);
        return end;
    }

    private int afterLeadingLevel(int from) {
        int bracket = from < limit && text[from] == '[' ? is.bracketEnd(from) : from;
        int level = bracket > from ? is.blanks(bracket) : from;
        int word = is.wordEnd(level);
        if (bracket > from && word < limit && text[word] == ' ' && Levels.isLevel(text, level, word, false)) {
            levelSeen = true;
            return word;
        }
        int end = is.leadingLevelEnd(from);
        levelSeen = end > from;
        return end;
    }

    private int afterFields(int from) {
        int at = from;
        for (int field = 0; field < FIELDS; field++) {
            at = separators(at);
            int next = at >= limit ? at : sourceSeen ? behindSource(at) : field(at, field);
            if (next == at) {
                return at;
            }
            at = next;
        }
        return separators(at);
    }

    /** Behind the logger only a level or a place may follow, and behind a program the time since the system's start. */
    private int behindSource(int at) {
        int end = is.fieldEnd(at);
        if (text[end - 1] == ':' && is.isPlace(at, end)) {
            return end;
        }
        int word = is.wordEnd(at);
        if (word > at && isLevelAt(at, word, 1)) {
            return levelTaken(word);
        }
        return is.uptimeEnd(at);
    }

    /** Behind one more field of the head, or {@code at} where the message begins. */
    private int field(int at, int index) {
        char c = text[at];
        if (c == '[' || c == '(') {
            int end = is.bracketEnd(at);
            if (end > at && is.isContext(at, end)) {
                levelSeen |= is.holdsLevel(at + 1, end);
                return end;
            }
            return at;
        }
        int enclosed = is.enclosedEnd(at);
        if (enclosed > at) {
            return enclosed;
        }
        int end = is.fieldEnd(at);
        int word = is.wordEnd(at);
        if (word > at && isLevelAt(at, word, index)) {
            return levelTaken(word);
        }
        if (is.isNumber(at, end)) {
            boolean head = isFollowedByHead(is.blanks(end));
            numberSeen |= head;
            return head ? end : at;
        }
        int capitals = levelBehindCapitals(at);
        if (capitals > at) {
            return capitals;
        }
        boolean field = is.isTechnical(at, end) || is.isPair(at, end);
        if (!levelSeen && field && isLevelNext(is.blanks(end))) {
            return end;
        }
        boolean component = levelSeen && levelEnd == at - 1 && levelEnd > 1 && text[levelEnd - 2] == ' ';
        if (component && word == end && Levels.isUpper(text, at, word) && isBracketNext(end)) {
            return end;
        }
        return sourceEnd(at, end);
    }

    private boolean isBracketNext(int end) {
        int next = is.blanks(end);
        return next < limit && text[next] == '[' && is.bracketEnd(next) > next;
    }

    private int levelTaken(int word) {
        levelSeen = true;
        levelEnd = word < limit && text[word] == ':' ? word + 1 : word;
        return levelEnd;
    }

    private boolean isLevelAt(int start, int end, int field) {
        boolean closed = end == limit || " :,|\t".indexOf(text[end]) >= 0;
        if (levelSeen || !closed) {
            return false;
        }
        if (end == start + 1) {
            return Levels.isLetter(text[start]) && end < limit && text[end] != ':' && (numberSeen || field == 0);
        }
        return Levels.isLevel(text, start, end, field == 0);
    }

    /** A level in capitals or brackets, or a category in capitals and a colon, as some servers write it. */
    private boolean isLevelNext(int at) {
        int bracket = at < limit && text[at] == '[' ? is.bracketEnd(at) : at;
        if (bracket > at) {
            return Levels.isLevel(text, at + 1, bracket - 1, true);
        }
        int word = is.wordEnd(at);
        boolean category = word - at >= 3 && word < limit && text[word] == ':' && Levels.isUpper(text, at, word);
        return category || (word > at && isLevelAt(at, word, 1));
    }

    /** Behind a level that follows one or two words in capitals, a facility and a component. */
    private int levelBehindCapitals(int from) {
        int at = from;
        for (int word = 0; word < 3 && !levelSeen; word++) {
            int end = is.wordEnd(at);
            if (end == at || end >= limit || text[end] != ' ' || !Levels.isUpper(text, at, end)) {
                return from;
            }
            if (Levels.isLevel(text, at, end, false)) {
                levelSeen = true;
                return end;
            }
            at = is.blanks(end);
        }
        return from;
    }

    private boolean isFollowedByHead(int at) {
        if (at >= limit) {
            return false;
        }
        int end = is.fieldEnd(at);
        int word = is.wordEnd(at);
        return is.isPlace(at, end)
                || text[at] == '['
                || is.isNumber(at, end)
                || (word > at && isLevelAt(at, word, 1))
                || (word == at + 1 && Levels.isLetter(text[at]) && text[word] == ' ')
                || text[at] == '-';
    }

    /** Behind a host, program or logger; {@code at} where the word may belong to the message. */
    private int sourceEnd(int at, int end) {
        boolean behindLevel = levelEnd >= 0 && is.blanks(levelEnd) == at;
        int program = is.programEnd(at, end, !syslog);
        syslog = false;
        if (program > at) {
            sourceSeen = true;
            return program;
        }
        if (is.isPlace(at, end)) {
            sourceSeen = text[end - 1] == ']' || text[end - 1] == ':';
            return end;
        }
        if (end < limit && text[end] == '|') {
            return end + 1;
        }
        boolean colon = text[end - 1] == ':';
        int after = is.blanks(end);
        boolean separated =
                !colon && after + 1 < limit && (text[after] == ':' || text[after] == '-') && text[after + 1] == ' ';
        if (!colon && !separated) {
            int flagged = is.flaggedNameEnd(at, end);
            if (flagged > at) {
                sourceSeen = true;
                return flagged;
            }
            boolean named = after < limit && text[after] == '[' && is.isName(at, end) && is.isDotted(at, end);
            boolean column = end < limit && text[end] == '\t' && at > 0 && text[at - 1] == '\t';
            return named || column || (levelSeen && is.isMethod(at, end)) || is.isRepeated(at, end) ? end : at;
        }
        boolean tag = behindLevel && numberSeen;
        boolean source = tag || is.isDotted(at, end) || is.isCamel(at, end) || separated;
        if (is.isName(at, colon ? end - 1 : end) && source) {
            sourceSeen = true;
            return end;
        }
        return at;
    }

    private int separators(int from) {
        int at = is.blanks(from);
        while (at < limit) {
            char c = text[at];
            boolean alone = "-:|,;*#".indexOf(c) >= 0
                    && (at + 1 >= limit
                            || c == '|'
                            || c == ','
                            || text[at + 1] == ' '
                            || (c != '*' && c != '#' && text[at + 1] == c));
            if (!alone) {
                return at;
            }
            at = is.blanks(at + 1);
        }
        return at;
    }
}
