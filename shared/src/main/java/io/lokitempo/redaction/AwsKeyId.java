package io.lokitempo.redaction;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Access key ids of AWS: four letters for the kind of key and sixteen characters of base32.
 *
 * @see <a href="https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_identifiers.html#identifiers-unique-ids">IAM
 *     identifiers</a>
 */
record AwsKeyId() implements Rule {
    private static final int LENGTH = 20;

    @Override
    public String kind() {
        return "aws-key";
    }

    @Override
    public List<String> anchors() {
        return List.of("akia", "asia");
    }

    @Override
    public @Nullable Region secret(String text, int from, Region anchor) {
        int start = anchor.start();
        int end = start + LENGTH;
        if (end > text.length() || Characters.isTokenPartAt(text, start - 1) || Characters.isTokenPartAt(text, end)) {
            return null;
        }
        boolean isKey = text.substring(start, end)
                .chars()
                .allMatch(c -> Characters.isUpper((char) c) || Characters.isDigit((char) c));
        return isKey ? new Region(start, end) : null;
    }
}
