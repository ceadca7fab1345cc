package io.tokenward.proxy.dialect;

import java.util.Map;

/**
 * A refusal as a response.
 *
 * @param headers names in lower case; neither content type nor length
 * @param body the bytes; owned by the receiver
 */
@SuppressWarnings("ArrayRecordComponent") // written once, sent once, never compared
public record ErrorBody(int status, String contentType, Map<String, String> headers, byte[] body) {
    public ErrorBody {
        headers = Map.copyOf(headers);
    }
}
