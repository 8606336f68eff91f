/** An error response. Endpoints throw it, and one place turns it into HTTP. */
export class ApiError extends Error {
  constructor(
    readonly status: number,
    readonly body: unknown,
    readonly headers: Readonly<Record<string, string>> = {},
  ) {
    super(typeof body === 'string' ? body : JSON.stringify(body));
  }

  /** `{"message": …}`, the format of errors from GitLab's own code. */
  static message(status: number, message: unknown): ApiError {
    return new ApiError(status, { message });
  }

  /** `{"error": …}`, the format of errors from Grape. */
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

  /** `404 Project Not Found` and similar, with a capital F, as from `not_found!`. */
  static notFound(what: string): ApiError {
    return ApiError.message(404, `404 ${what} Not Found`);
  }

  /** `404 Not found` with a lowercase f, as from a failed record lookup (contract section 3). */
  static recordNotFound(): ApiError {
    return ApiError.message(404, '404 Not found');
  }
}
