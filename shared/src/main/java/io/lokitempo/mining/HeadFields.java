package io.lokitempo.mining;

import java.util.Arrays;

/** Tells what a single field of a line's head is, by its characters and by what is glued to it. */
final class HeadFields {
    private static final int REACH = 160;
    private static final int PRIORITY_DIGITS = 3;

    private char[] text = new char[0];
    private int limit;

    void begin(char[] text, int limit) {
        this.text = text;
        this.limit = limit;
    }

    /** Behind {@code <34>}, or {@code <34>1 } with a version of the format; {@code at} for neither. */
    int priorityEnd(int at) {
        int end = at + 1;
        while (end < limit && end <= at + PRIORITY_DIGITS && Chars.isDigit(text[end])) {
            end++;
        }
        if (at >= limit || text[at] != '<' || end >= limit || end == at + 1 || text[end] != '>') {
            return at;
        }
        end++;
        return end + 1 < limit && Chars.isDigit(text[end]) && text[end + 1] == ' ' ? end + 2 : end;
    }

    /** Behind host, program, process, message id and structured data, each a word or a dash. */
    int structuredHeaderEnd(int from) {
        int at = blanks(from);
        for (int field = 0; field < 4 && at < limit; field++) {
            at = blanks(fieldEnd(at));
        }
        while (at < limit && text[at] == '[' && bracketEnd(at) > at) {
            at = bracketEnd(at);
        }
        return at + 1 < limit && text[at] == '-' && text[at + 1] == ' ' ? at + 1 : at;
    }

    /** Seconds or milliseconds since 1970, with or without fraction, where brackets, a level or more columns follow. */
    int epochEnd(int at) {
        int end = at;
        while (end < limit && Chars.isDigit(text[end])) {
            end++;
        }
        int length = end - at;
        if ((length != 10 && length != 13) || text[at] != '1') {
            return at;
        }
        if (end + 1 < limit && text[end] == '.' && Chars.isDigit(text[end + 1])) {
            end++;
            while (end < limit && Chars.isDigit(text[end])) {
                end++;
            }
        }
        if (end < limit && text[end] == ']') {
            return end;
        }
        int next = blanks(end);
        int word = wordEnd(next);
        boolean level = word > next && word < limit && Levels.isLevel(text, next, word, false);
        return next > end && (level || (next < limit && text[next] == '[')) ? end : at;
    }

    /** {@code Nov 22 14:00:01}, behind which a host and a program follow. */
    boolean isSyslogDate(int at) {
        return Chars.isUpper(text[at])
                && at + 5 < limit
                && (Chars.isDigit(text[at + 4]) || Chars.isDigit(text[at + 5]));
    }

    /** {@code I, } in front of a bracket. */
    int rubyLevelEnd(int at) {
        return at + 3 < limit
                        && Levels.isLetter(text[at])
                        && text[at + 1] == ','
                        && text[at + 2] == ' '
                        && text[at + 3] == '['
                ? at + 2
                : at;
    }

    boolean isTechnical(int start, int end) {
        boolean technical = false;
        boolean lower = false;
        for (int i = start; i < end; i++) {
            char c = text[i];
            if ((Chars.of(c) & Chars.BREAK) != 0) {
                return false;
            }
            technical |= Chars.isDigit(c) || "-_./:@".indexOf(c) >= 0;
            lower |= !Chars.isUpper(c);
        }
        return end > start && (technical || !lower) && text[end - 1] != ':';
    }

    /** Behind {@code INFO}, {@code [INFO ]}, {@code <warn>}, {@code I1122 14:00:01}, {@code W/Tag( 12):} in front. */
    int leadingLevelEnd(int from) {
        boolean enclosed = from < limit && (text[from] == '[' || text[from] == '<');
        int start = enclosed ? from + 1 : from;
        int end = wordEnd(start);
        if (Levels.isLevel(text, start, end, enclosed)
                && end < limit
                && (enclosed || text[end] == ' ' || text[end] == ':' || text[end] == '|')) {
            int close = blanks(end);
            if (!enclosed || (close < limit && (text[close] == ']' || text[close] == '>'))) {
                return enclosed ? close + 1 : end;
            }
        }
        int dated = datedLetterEnd(from);
        return dated > from ? dated : taggedLetterEnd(from);
    }

    /** {@code I1122 14:00:01.000000}, {@code I20261122 14:00:01}: a level's letter and the date as one word. */
    private int datedLetterEnd(int from) {
        int digits = from + 1;
        while (digits < limit && Chars.isDigit(text[digits])) {
            digits++;
        }
        if (from < limit
                && Levels.isLetter(text[from])
                && (digits - from == 5 || digits - from == 9)
                && digits + 1 < limit
                && text[digits] == ' ') {
            int time = Timestamps.end(text, digits + 1, limit);
            return time > digits + 1 ? time : from;
        }
        return from;
    }

    private int taggedLetterEnd(int from) {
        if (from + 4 >= limit || !Levels.isLetter(text[from]) || text[from + 1] != '/') {
            return from;
        }
        int open = from + 2;
        while (open < limit && !Chars.isSpace(text[open]) && text[open] != '(') {
            open++;
        }
        int close = open < limit && text[open] == '(' ? bracketEnd(open) : open;
        return close > open && close < limit && text[close] == ':' ? close + 1 : from;
    }

    /** A thread's or request's context: a bracket in front of more text that is not a bracket glued to the next. */
    boolean isContext(int start, int end) {
        return end < limit
                && (text[end] == ' '
                        || text[end] == ':'
                        || text[end] == '\t'
                        || (text[end] == '[' && start > 0 && text[start - 1] == ']'));
    }

    /** Whether one of the words is a level, in any case: what is between brackets is no prose. */
    boolean holdsLevel(int from, int end) {
        for (int at = from; at < end; at++) {
            int word = wordEnd(at);
            if (word > at) {
                if (Levels.isLevel(text, at, word, true)) {
                    return true;
                }
                at = word;
            }
        }
        return false;
    }

    /** Behind {@code {file.py:17}}, {@code <0.17.0>}, {@code request{id=1}:}, {@code ThreadId(02)}, {@code app[7:9]}, {@code stdout F}. */
    int enclosedEnd(int at) {
        char c = text[at];
        if (c == '{' || c == '<') {
            char close = c == '{' ? '}' : '>';
            int end = at + 1;
            while (end < limit && end < at + REACH && text[end] != close && !Chars.isSpace(text[end])) {
                end++;
            }
            boolean closed = end + 1 < limit && text[end] == close && text[end + 1] == ' ';
            return closed && (c == '{' ? isPlace(at + 1, end) : isUnlettered(at + 1, end)) ? end + 1 : at;
        }
        if (c == '*' || Chars.isDigit(c)) {
            int end = fieldEnd(at);
            boolean marked = c == '*' || text[end - 1] == ':';
            return marked
                            && end - at > 1
                            && isUnlettered(at + 1, text[end - 1] == ':' ? end - 1 : end)
                            && (c == '*' || contains(at, end, '#'))
                    ? end
                    : at;
        }
        int name = at;
        while (name < limit && (Chars.isAsciiLetter(text[name]) || text[name] == '_')) {
            name++;
        }
        if (name == at || name >= limit) {
            return at;
        }
        if ("{([".indexOf(text[name]) >= 0) {
            return qualifiedEnd(at, name);
        }
        return streamEnd(at, name);
    }

    /** A span with its fields, a thread or process with its numbers; a process with one number has a colon behind. */
    private int qualifiedEnd(int at, int open) {
        int end = bracketEnd(open);
        if (end == open || end >= limit) {
            return at;
        }
        if (text[open] == '{') {
            return text[end] == ':' ? end + 1 : at;
        }
        boolean numbers = isUnlettered(open + 1, end - 1) && (text[open] == '(' || contains(open, end, ':'));
        return numbers && text[end] == ' ' ? end : at;
    }

    /** {@code stdout F}, {@code stderr P}: how a container's runtime marks lines, full or partial. */
    private int streamEnd(int at, int word) {
        boolean stream = word - at == 6 && text[at] == 's' && text[at + 1] == 't' && text[at + 2] == 'd';
        return stream
                        && word + 2 < limit
                        && text[word] == ' '
                        && (text[word + 1] == 'F' || text[word + 1] == 'P')
                        && text[word + 2] == ' '
                ? afterStreamTimestamp(word + 2)
                : at;
    }

    private int afterStreamTimestamp(int from) {
        int at = blanks(from);
        int own = Timestamps.end(text, at, limit);
        return own > at ? own : from;
    }

    private boolean contains(int start, int end, char c) {
        for (int i = start; i < end; i++) {
            if (text[i] == c) {
                return true;
            }
        }
        return false;
    }

    /** Digits and punctuation. */
    private boolean isUnlettered(int start, int end) {
        boolean digit = false;
        for (int i = start; i < end; i++) {
            if ((Chars.of(text[i]) & (Chars.LETTER | Chars.SPACE)) != 0) {
                return false;
            }
            digit |= Chars.isDigit(text[i]);
        }
        return digit;
    }

    /** Behind {@code [   12.345678]}. */
    int uptimeEnd(int at) {
        if (text[at] != '[') {
            return at;
        }
        int start = blanks(at + 1);
        int end = start;
        while (end < limit && (Chars.isDigit(text[end]) || text[end] == '.')) {
            end++;
        }
        return end > start && end + 1 < limit && text[end] == ']' && contains(start, end, '.') ? end + 1 : at;
    }

    int bracketEnd(int from) {
        char open = text[from];
        char close = open == '[' ? ']' : open == '{' ? '}' : ')';
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

    boolean isNumber(int start, int end) {
        for (int i = start; i < end; i++) {
            if (!Chars.isDigit(text[i])) {
                return false;
            }
        }
        return end > start;
    }

    /** {@code file.go:17}, alone or with a bracket or colon behind. */
    boolean isPlace(int at, int end) {
        int stop = end > at && (text[end - 1] == ']' || text[end - 1] == ':') ? end - 1 : end;
        int digits = stop;
        while (digits > at && Chars.isDigit(text[digits - 1])) {
            digits--;
        }
        if (digits == stop || digits < at + 4 || text[digits - 1] != ':' || !Chars.isAsciiLetter(text[at])) {
            return false;
        }
        for (int i = at; i < digits - 1; i++) {
            if ((Chars.of(text[i]) & (Chars.BREAK | Chars.SPACE)) != 0) {
                return false;
            }
        }
        return contains(at, digits - 1, '.') && Chars.isAsciiLetter(text[digits - 2]);
    }

    /**
     * {@code host program[17]:}, as syslog writes it; the host may be missing, the program may have more than one word.
     *
     * @param numbered whether only a program with its process's number counts
     */
    int programEnd(int at, int end, boolean numbered) {
        if (text[end - 1] == ':' && (!numbered || isNumbered(at, end))) {
            return end;
        }
        int stop = end;
        for (int word = 0; word < (numbered ? 1 : 3) && text[stop - 1] != ':'; word++) {
            int start = blanks(stop);
            stop = fieldEnd(start);
            if (stop - start > 1 && text[stop - 1] == ':') {
                boolean program = word == 0 ? !numbered || isNumbered(start, stop) : ")]".indexOf(text[stop - 2]) >= 0;
                return program ? stop : at;
            }
            if (stop == start) {
                return at;
            }
        }
        return at;
    }

    private boolean isNumbered(int start, int end) {
        int i = end - 2;
        if (i <= start || text[i] != ']') {
            return false;
        }
        while (i > start && Chars.isDigit(text[i - 1])) {
            i--;
        }
        return i < end - 2 && i - 1 > start && text[i - 1] == '[';
    }

    /** Behind {@code name.exe *64} in front of a separator. */
    int flaggedNameEnd(int at, int end) {
        int flag = blanks(end);
        int stop = fieldEnd(flag);
        int after = blanks(stop);
        boolean separated = stop > flag && after + 1 < limit && text[after] == '-' && text[after + 1] == ' ';
        return separated && !Chars.isDigit(text[at]) && isUnlettered(flag, stop) && isName(at, end) ? stop : at;
    }

    /** A name that stood in the head already, as a host or a node does in some. */
    boolean isRepeated(int start, int end) {
        if (end - start < 3) {
            return false;
        }
        for (int i = 0; i + end - start < start; i++) {
            if (Arrays.equals(text, i, i + end - start, text, start, end) && (i == 0 || Chars.isSpace(text[i - 1]))) {
                return true;
            }
        }
        return false;
    }

    boolean isName(int start, int end) {
        for (int i = start; i < end; i++) {
            if ((Chars.of(text[i]) & Chars.BREAK) != 0 && "[]()".indexOf(text[i]) < 0) {
                return false;
            }
        }
        return end > start && !Chars.isDigit(text[start]) && text[start] != '/';
    }

    boolean isDotted(int start, int end) {
        for (int i = start + 1; i + 1 < end; i++) {
            char c = text[i];
            if ((c == '.' || c == '$' || c == '_' || (c == ':' && text[i - 1] == ':'))
                    && Chars.isAsciiLetter(text[i + 1])) {
                return true;
            }
        }
        return false;
    }

    /** {@code org.acme.Catalina.start}: a package of two names at least, a class and its method. */
    boolean isMethod(int start, int end) {
        int dots = 0;
        int last = start;
        int before = start;
        for (int i = start; i < end; i++) {
            if (text[i] == '.') {
                dots++;
                before = last;
                last = i + 1;
            } else if (!Chars.isAsciiLetter(text[i]) && !Chars.isDigit(text[i]) && "_$<>[]/".indexOf(text[i]) < 0) {
                return false;
            }
        }
        return dots >= 3
                && last < end
                && Chars.isLower(text[last])
                && (Chars.isUpper(text[before]) || text[before] == '[');
    }

    /** {@code name=value}. */
    boolean isPair(int start, int end) {
        int i = start;
        while (i < end && (Chars.isAsciiLetter(text[i]) || text[i] == '_')) {
            i++;
        }
        return i > start && i + 1 < end && text[i] == '=';
    }

    boolean isCamel(int start, int end) {
        for (int i = start + 1; i < end; i++) {
            if (Chars.isUpper(text[i]) && Character.isLowerCase(text[i - 1])) {
                return true;
            }
        }
        return false;
    }

    int fieldEnd(int from) {
        int end = from;
        while (end < limit && !Chars.isSpace(text[end]) && text[end] != '|' && text[end] != ',') {
            end++;
        }
        return end;
    }

    int wordEnd(int from) {
        int end = from;
        while (end < limit && Chars.isAsciiLetter(text[end])) {
            end++;
        }
        return end;
    }

    int blanks(int from) {
        int at = from;
        while (at < limit && Chars.isSpace(text[at])) {
            at++;
        }
        return at;
    }
}
