import { type Message, parse, Type } from 'protobufjs';
import { MAX_PARTS, type OtlpRequest, toSpans } from './otlp';
import type { ReceivedSpan } from './received';

// The part of opentelemetry/proto/trace/v1 and common/v1 that a console shows; decoding skips other fields.
const { root } = parse(`
  syntax = "proto3";
  message ExportTraceServiceRequest { repeated ResourceSpans resource_spans = 1; }
  message ResourceSpans { Resource resource = 1; repeated ScopeSpans scope_spans = 2; }
  message Resource { repeated KeyValue attributes = 1; }
  message ScopeSpans { Scope scope = 1; repeated Span spans = 2; }
  message Scope { string name = 1; }
  message Span {
    bytes trace_id = 1;
    bytes span_id = 2;
    bytes parent_span_id = 4;
    string name = 5;
    int32 kind = 6;
    fixed64 start_time_unix_nano = 7;
    fixed64 end_time_unix_nano = 8;
    repeated KeyValue attributes = 9;
    repeated Event events = 11;
    repeated Link links = 13;
    Status status = 15;
  }
  message Event { fixed64 time_unix_nano = 1; string name = 2; repeated KeyValue attributes = 3; }
  message Link { bytes trace_id = 1; bytes span_id = 2; }
  message Status { string message = 2; int32 code = 3; }
  message KeyValue { string key = 1; AnyValue value = 2; }
  message AnyValue {
    oneof value {
      string string_value = 1;
      bool bool_value = 2;
      int64 int_value = 3;
      double double_value = 4;
      ArrayValue array_value = 5;
      KeyValueList kvlist_value = 6;
      bytes bytes_value = 7;
    }
  }
  message ArrayValue { repeated AnyValue values = 1; }
  message KeyValueList { repeated KeyValue values = 1; }
`);
const Request = root.lookupType('ExportTraceServiceRequest');
const decode = boundedDecoder();

/** The spans of an OTLP request body as protobuf. @throws Error where the body is no such request, or has too many parts */
export function spansFromProtobuf(body: Uint8Array): ReceivedSpan[] {
  const plain = Request.toObject(decode(body), { longs: String, bytes: String });
  return toSpans(plain as OtlpRequest, (base64) => Buffer.from(base64, 'base64').toString('hex'));
}

/** Counts the messages within a request: an empty one has two bytes, and takes some hundred once it is decoded. */
function boundedDecoder(): (body: Uint8Array) => Message {
  let parts = 0;
  for (const type of root.nestedArray) {
    if (!(type instanceof Type)) continue;
    const { decode } = type.setup();
    type.decode = function counted(...args) {
      if (++parts > MAX_PARTS) throw new Error(`the request has more than ${MAX_PARTS} parts`);
      return decode.apply(this, args);
    };
  }
  return (body) => {
    parts = 0;
    return Request.decode(body);
  };
}
