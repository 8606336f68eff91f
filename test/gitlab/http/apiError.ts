/** An answer that is not a success; thrown where it is found, turned into HTTP in one place. */
export class ApiError extends Error {
  constructor(
    readonly status: number,
    readonly body: unknown,
    readonly headers: Readonly<Record<string, string>> = {},
  ) {
    super(typeof body === 'string' ? body : JSON.stringify(body));
  }

  /** `{"message": …}`, the shape of errors raised by GitLab's own code. */
  static message(status: number, message: unknown): ApiError {
    return new ApiError(status, { message });
  }

  /** `{"error": …}`, the shape of errors raised by Grape. */
  static grape(status: number, error: string): ApiError {
    return new ApiError(status, { error });
  }

  static unauthorized(): ApiError {
    return ApiError.message(401, '401 Unauthorized');
  }

  static forbidden(reason?: string): ApiError {
    return ApiError.message(403, reason === undefined ? '403 Forbidden' : `403 Forbidden - ${reason}`);
  }

  /** `bad_request!` of GitLab's helpers. */
  static badRequest(reason: string): ApiError {
    return ApiError.message(400, `400 Bad request - ${reason}`);
  }

  /** `404 Project Not Found` and the like: capital F, raised by `not_found!`. */
  static notFound(what: string): ApiError {
    return ApiError.message(404, `404 ${what} Not Found`);
  }

  /** Lower-case f: raised where a record lookup fails (contract section 3). */
  static recordNotFound(): ApiError {
    return ApiError.message(404, '404 Not found');
  }
}
